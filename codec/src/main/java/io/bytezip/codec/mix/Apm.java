package io.bytezip.codec.mix;

/**
 * Adaptive probability map (secondary symbol estimation; as in Mahoney's paq7): for each context a
 * curve over the stretched probability, which is interpolated and learned. Memory: 4 bytes a
 * context, and 150 more for each that occurs.
 */
final class Apm {
  private static final int STEPS = 32;
  private static final float SCALE = STEPS / (2 * Logistic.LIMIT);
  private static final float[] START = new float[STEPS + 1];

  static {
    for (int i = 0; i <= STEPS; i++) {
      START[i] = Logistic.squash(i / SCALE - Logistic.LIMIT);
    }
  }

  private final float[][] curves;
  private final float rate;
  private float[] curve;
  private int at;
  private float part;

  Apm(int contexts, float rate) {
    this.rate = rate;
    curves = new float[contexts][];
  }

  /** The refined probability of a 1. */
  float refine(int context, float stretched) {
    float x = (stretched + Logistic.LIMIT) * SCALE;
    at = Math.min((int) x, STEPS - 1);
    part = x - at;
    curve = curves[context];
    if (curve == null) {
      curve = START.clone();
      curves[context] = curve;
    }
    return curve[at] + (curve[at + 1] - curve[at]) * part;
  }

  void learn(int bit) {
    curve[at] += (bit - curve[at]) * rate * (1 - part);
    curve[at + 1] += (bit - curve[at + 1]) * rate * part;
  }
}
