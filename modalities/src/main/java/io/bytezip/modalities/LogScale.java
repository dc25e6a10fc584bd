package io.bytezip.modalities;

/**
 * Logarithmic quantisation by the bits of a double: exponent and leading mantissa bits, so steps
 * are linear within an octave.
 */
final class LogScale {
  private LogScale() {}

  /**
   * 0 where {@code v} is below {@code floor} (or not a number), then 2^fineness levels an octave,
   * at most {@code top}.
   *
   * @param floor a power of two
   */
  static int level(double v, double floor, int fineness, int top) {
    if (!(v >= floor)) {
      return 0;
    }
    long steps =
        (Double.doubleToRawLongBits(v) - Double.doubleToRawLongBits(floor)) >>> (52 - fineness);
    return steps >= top ? top : (int) steps + 1;
  }

  /** {@link #level} of |v| with v's sign, moved to 0..2 top. */
  static int signed(double v, double floor, int fineness, int top) {
    return v < 0 ? top - level(-v, floor, fineness, top) : top + level(v, floor, fineness, top);
  }
}
