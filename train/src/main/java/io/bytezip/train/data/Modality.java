package io.bytezip.train.data;

import com.google.gson.annotations.SerializedName;
import java.util.Locale;

/** A kind of training data. */
public enum Modality {
  /** Bytes as they are. */
  @SerializedName("text")
  TEXT,
  /** Pictures, decoded. */
  @SerializedName("image")
  IMAGE,
  /** Recordings, decoded. */
  @SerializedName("audio")
  AUDIO;

  /** The kind with this name, in lower case. */
  public static Modality of(String name) throws TrainException {
    for (Modality modality : values()) {
      if (modality.toString().equals(name)) {
        return modality;
      }
    }
    throw new TrainException("unknown kind of data \"" + name + "\": text, image or audio");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
