package io.bytezip.train.data;

import com.google.gson.annotations.SerializedName;
import java.util.Locale;

/** What a part of a pack is for. */
public enum Split {
  /** Trained on. */
  @SerializedName("train")
  TRAIN,
  /** Parts of the same sources that are never trained on. */
  @SerializedName("validation")
  VALIDATION,
  /** Whole sources that are never trained on: out of distribution. */
  @SerializedName("ood")
  OOD;

  /** The split with this name, in lower case. */
  static Split of(String name) throws TrainException {
    for (Split split : values()) {
      if (split.toString().equals(name)) {
        return split;
      }
    }
    throw new TrainException("unknown split \"" + name + "\": train, validation or ood");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
