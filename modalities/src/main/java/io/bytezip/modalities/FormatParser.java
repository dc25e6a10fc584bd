package io.bytezip.modalities;

/** Knows one file format, by its content. */
interface FormatParser {
  /** Pictures and sounds with fewer bytes of samples aren't worth a segment of their own. */
  int MIN_SAMPLES = 1024;

  /**
   * Looks at the start of a stream. May throw an {@link IndexOutOfBoundsException} or {@link
   * ArithmeticException} where a file is damaged; it then counts as generic.
   *
   * @param maxBlockSize the most bytes that a block and its segments may have
   */
  Finding parse(InputWindow window, int maxBlockSize);
}
