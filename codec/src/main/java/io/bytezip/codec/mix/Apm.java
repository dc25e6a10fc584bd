package io.bytezip.codec.mix;

/**
 * Adaptive probability map (secondary symbol estimation): for each context a curve over the stretched
 * probability, which is interpolated and learned. Memory: 132 bytes a context.
 */
final class Apm {
  private static final int STEPS = 32;
  private static final int ROW = STEPS + 1;
  private static final float SCALE = STEPS / (2 * Logistic.LIMIT);
  private static final float[] START = new float[ROW];

  static {
    for (int i = 0; i < ROW; i++) {
      START[i] = Logistic.squash(i / SCALE - Logistic.LIMIT);
    }
  }

  private final float[] curve;
  private final float rate;
  private int at;
  private float part;

  Apm(int contexts, float rate) {
    this.rate = rate;
    curve = new float[contexts * ROW];
  }

  /** The refined probability of a 1. */
  float refine(int context, float stretched) {
    float x = (stretched + Logistic.LIMIT) * SCALE;
    int i = Math.min((int) x, STEPS - 1);
    part = x - i;
    int row = context * ROW;
    if (curve[row + STEPS] == 0) {
      // Most rows of a short segment are never used.
      System.arraycopy(START, 0, curve, row, ROW);
    }
    at = row + i;
    return curve[at] + (curve[at + 1] - curve[at]) * part;
  }

  void learn(int bit) {
    curve[at] += (bit - curve[at]) * rate * (1 - part);
    curve[at + 1] += (bit - curve[at + 1]) * rate * part;
  }
}
