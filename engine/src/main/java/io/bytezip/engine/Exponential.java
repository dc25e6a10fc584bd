package io.bytezip.engine;

/**
 * The exponential function of floats, in additions, multiplications and fused multiply-adds alone,
 * so that its bits are the same everywhere; within 1 ulp.
 *
 * <p>x = n ln 2 + r with |r| at most ln 2 / 2; exp(r) = 1 + r + r^2 q(r), q of degree 4 by
 * interpolation at the Chebyshev nodes (relative error 1e-8); times 2^n by the exponent field.
 * Above {@link #CEILING} the argument is clamped, at and below {@link #FLOOR} (and for NaN) the
 * result is 0.
 */
final class Exponential {
  static final float FLOOR = -87f;
  static final float CEILING = 88f;
  static final float LOG2_E = 1.44269504f;

  /**
   * ln 2 in two parts; the first has 15 significant bits, so that its products with n are exact.
   */
  static final float LN2_HIGH = 0.693145752f;

  static final float LN2_LOW = 1.42860677e-6f;

  /**
   * 1.5 * 2^23: adding it rounds to an integer, to nearest even, which then stands in the low bits.
   */
  static final float ROUNDER = 12582912f;

  static final int BIAS = 127;
  static final int FRACTION_BITS = 23;
  static final float C2 = 0.5f;
  static final float C3 = 0.16666577f;
  static final float C4 = 0.041666556f;
  static final float C5 = 0.008363203f;
  static final float C6 = 0.0013926214f;

  private Exponential() {}

  static float of(float x) {
    float z = x > FLOOR ? x : FLOOR;
    z = z < CEILING ? z : CEILING;
    float shifted = Math.fma(z, LOG2_E, ROUNDER);
    float n = shifted - ROUNDER;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, z));
    float p = Math.fma(C6, r, C5);
    p = Math.fma(p, r, C4);
    p = Math.fma(p, r, C3);
    p = Math.fma(p, r, C2);
    p = Math.fma(p, r, 1f);
    p = Math.fma(p, r, 1f);
    float power = Float.intBitsToFloat((Float.floatToRawIntBits(shifted) + BIAS) << FRACTION_BITS);
    return x > FLOOR ? p * power : 0f;
  }

  /** x / (1 + exp(-x)), without overflow on either side. */
  static float silu(float x) {
    float e = of(-Math.abs(x));
    return (x < 0f ? x * e : x) / (1f + e);
  }
}
