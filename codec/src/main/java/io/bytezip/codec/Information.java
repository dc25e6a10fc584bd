package io.bytezip.codec;

/** Adds up what coded symbols take by their probabilities, without a logarithm for each. */
final class Information {
  private static final double LN2 = StrictMath.log(2);
  private static final int STEP = 512;
  private static final double TINY = 0x1p-512;
  private static final double HUGE = 0x1p512;

  /** The product of all probabilities is this times 2^-halvings. */
  private double product = 1;

  private long halvings;

  /** A symbol of probability {@code part / whole}, at least 2^-31. */
  void add(int part, int whole) {
    product *= (double) part / whole;
    if (product < TINY) {
      product *= HUGE;
      halvings += STEP;
    }
  }

  /** In bits. */
  double bits() {
    return halvings - StrictMath.log(product) / LN2;
  }

  /** Whole bytes, rounded down. */
  long bytes() {
    return (halvings - Math.getExponent(product)) / 8;
  }
}
