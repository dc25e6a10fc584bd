package io.bytezip.codec.mix;

/** exp of numbers that are not positive, from a table with linear interpolation. Memory: 32 kB. */
final class Exponential {
  private static final int STEPS = 128;
  private static final int LIMIT = 64;
  private static final float[] TABLE = new float[LIMIT * STEPS + 2];

  static {
    for (int i = 0; i < TABLE.length; i++) {
      TABLE[i] = (float) StrictMath.exp(-i / (double) STEPS);
    }
  }

  private Exponential() {}

  /** exp(x) for x at most 0; 64 and more below 0 count as 64, and so does what is not a number. */
  static float of(float x) {
    float at = -x * STEPS;
    if (!(at < LIMIT * STEPS)) {
      return TABLE[LIMIT * STEPS];
    }
    int i = (int) at;
    float low = TABLE[i];
    return low + (TABLE[i + 1] - low) * (at - i);
  }
}
