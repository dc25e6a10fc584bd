package io.bytezip.codec;

/** Takes what a {@link DecisionEncoder} takes, and counts the bits that this is worth. */
final class DecisionMeter implements DecisionCoder {
  private static final double LN2 = StrictMath.log(2);

  private double bits;

  @Override
  public int code(int bit, int zero) {
    int likely = bit == 0 ? zero : (1 << PROBABILITY_BITS) - zero;
    bits += PROBABILITY_BITS - StrictMath.log(likely) / LN2;
    return bit;
  }

  /** So far. */
  double bits() {
    return bits;
  }
}
