package io.bytezip.codec.mix;

/**
 * The logistic domain: stretch(p) = ln(p / (1 - p)), its inverse squash, ln and softplus, from
 * tables with linear interpolation. The tables are made by StrictMath, and everything else is
 * exactly rounded, so all machines agree. Memory: 40 kB.
 */
final class Logistic {
  /** Stretched probabilities are kept within this, both ways. */
  static final float LIMIT = 12;

  private static final int LN_BITS = 11;
  private static final float[] LN = new float[(1 << LN_BITS) + 1];
  private static final float LN2 = (float) StrictMath.log(2);

  private static final int SQUASH_STEPS = 128;
  private static final float[] SQUASH = new float[2 * (int) LIMIT * SQUASH_STEPS + 2];

  private static final int SOFT_STEPS = 64;
  private static final int SOFT_LIMIT = 20;
  private static final float[] SOFT = new float[SOFT_LIMIT * SOFT_STEPS + 2];

  static {
    for (int i = 0; i < LN.length; i++) {
      LN[i] = (float) StrictMath.log1p(i / (double) (1 << LN_BITS));
    }
    for (int i = 0; i < SQUASH.length; i++) {
      SQUASH[i] = (float) (1 / (1 + StrictMath.exp(LIMIT - i / (double) SQUASH_STEPS)));
    }
    for (int i = 0; i < SOFT.length; i++) {
      SOFT[i] = (float) StrictMath.log1p(StrictMath.exp(-i / (double) SOFT_STEPS));
    }
  }

  private Logistic() {}

  /** The natural logarithm of a positive, normal number, to within 4e-8 (1 + |ln x|). */
  static float ln(float x) {
    int bits = Float.floatToRawIntBits(x);
    int i = bits >>> 23 - LN_BITS & (1 << LN_BITS) - 1;
    float part = (bits & (1 << 23 - LN_BITS) - 1) * (1f / (1 << 23 - LN_BITS));
    float low = LN[i];
    return ((bits >>> 23) - 127) * LN2 + (low + (LN[i + 1] - low) * part);
  }

  /** ln(p / (1 - p)) for 0 &lt; p &lt; 1, within the limit. */
  static float stretch(float p) {
    return clamp(ln(p) - ln(1 - p));
  }

  static float clamp(float x) {
    return x > LIMIT ? LIMIT : x >= -LIMIT ? x : x < -LIMIT ? -LIMIT : 0;
  }

  /** 1 / (1 + exp(-x)); {@code x} beyond the limit counts as the limit. */
  static float squash(float x) {
    float at = (clamp(x) + LIMIT) * SQUASH_STEPS;
    int i = (int) at;
    float low = SQUASH[i];
    return low + (SQUASH[i + 1] - low) * (at - i);
  }

  /** ln(1 + exp(x)). */
  static float softplus(float x) {
    float size = x < 0 ? -x : x;
    float positive = x > 0 ? x : 0;
    if (!(size < SOFT_LIMIT)) {
      return positive;
    }
    float at = size * SOFT_STEPS;
    int i = (int) at;
    float low = SOFT[i];
    return positive + (low + (SOFT[i + 1] - low) * (at - i));
  }
}
