package io.bytezip.train;

import java.util.Locale;

/** A kind of training data. */
enum Modality {
  TEXT,
  IMAGE,
  AUDIO;

  static Modality of(String name) throws TrainException {
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
