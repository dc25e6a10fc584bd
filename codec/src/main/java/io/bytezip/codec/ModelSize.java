package io.bytezip.codec;

/** Which of several models for the same layout is asked for. */
public enum ModelSize {
  /** The one with the fewest parameters. */
  SMALLEST,
  /** The one that is meant for most. */
  DEFAULT,
  /** The one with the most parameters. */
  LARGEST
}
