package io.bytezip.codec;

/** How a segment is stored. The order is the number in the archive. */
public enum Method {
  /** As it is. */
  RAW,
  /** As LZMA2. */
  LZMA2,
  /** By a model alone. */
  MODEL,
  /** By models that learn from the segment. */
  ADAPTIVE,
  /** By a model together with models that learn from the segment. */
  MIXED;

  /** Whether a model of the zoo takes part. */
  public boolean modelled() {
    return this == MODEL || this == MIXED;
  }

  /** Whether models that learn take part. */
  public boolean learns() {
    return this == ADAPTIVE || this == MIXED;
  }

  /** Whether it is part of the block's arithmetic-coded payload. */
  public boolean coded() {
    return modelled() || learns();
  }
}
