package io.bytezip.codec.mix;

/**
 * Adaptive probability map (secondary symbol estimation; as in Mahoney's paq7): for each context a
 * curve over the stretched probability, which is interpolated and learned. Memory: 150 bytes for
 * each context that occurs, 1 kB for each 256 of which one occurs.
 */
final class Apm {
  private static final int STEPS = 32;
  private static final float SCALE = STEPS / (2 * Logistic.LIMIT);
  private static final float[] START = new float[STEPS + 1];
  private static final int ROW = 256;

  static {
    for (int i = 0; i <= STEPS; i++) {
      START[i] = Logistic.squash(i / SCALE - Logistic.LIMIT);
    }
  }

  private final float[][][] curves;
  private final float rate;
  private float[] curve;
  private int at;
  private float part;

  Apm(int contexts, float rate) {
    this.rate = rate;
    curves = new float[(contexts + ROW - 1) / ROW][][];
  }

  /** The refined probability of a 1. */
  float refine(int context, float stretched) {
    float x = (stretched + Logistic.LIMIT) * SCALE;
    at = Math.min((int) x, STEPS - 1);
    part = x - at;
    float[][] row = curves[context / ROW];
    if (row == null) {
      row = new float[ROW][];
      curves[context / ROW] = row;
    }
    curve = row[context % ROW];
    if (curve == null) {
      curve = START.clone();
      row[context % ROW] = curve;
    }
    return curve[at] + (curve[at + 1] - curve[at]) * part;
  }

  void learn(int bit) {
    curve[at] += (bit - curve[at]) * rate * (1 - part);
    curve[at + 1] += (bit - curve[at + 1]) * rate * part;
  }
}
