package io.bytezip.codec.mix;

/** How much is computed for each bit of a segment. The order is the number in the archive. */
public enum Effort {
  /** All experts, and all that layouts know. The only one that weighs a transformer, too. */
  FULL,
  /** The least: few contexts of bytes, and cheap predictions of samples. */
  LIGHT,
  /** More contexts of bytes, and more weights for them. */
  MEDIUM,
  /** Still more. */
  STRONG
}
