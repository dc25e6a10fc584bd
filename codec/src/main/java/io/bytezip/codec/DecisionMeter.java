package io.bytezip.codec;

/** Takes what a {@link DecisionEncoder} takes, and counts the bits that this is worth. */
final class DecisionMeter implements DecisionCoder {
  private final Information information = new Information();

  @Override
  public int code(int bit, int zero) {
    int whole = 1 << PROBABILITY_BITS;
    information.add(bit == 0 ? zero : whole - zero, whole);
    return bit;
  }

  /** So far. */
  double bits() {
    return information.bits();
  }
}
