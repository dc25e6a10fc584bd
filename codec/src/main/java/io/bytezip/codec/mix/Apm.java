package io.bytezip.codec.mix;

/**
 * Adaptive probability map (secondary symbol estimation; as in Mahoney's paq7): for each context a
 * curve over the stretched probability, which is interpolated and learned. Memory: 0.6 kB for each
 * 4 neighbouring contexts of which one occurs.
 */
final class Apm {
  private static final int STEPS = 32;
  private static final int POINTS = STEPS + 1;

  /** Contexts. */
  private static final int ROW = 4;

  private static final float SCALE = STEPS / (2 * Logistic.LIMIT);
  private static final float[] START = new float[ROW * POINTS];

  static {
    for (int i = 0; i < START.length; i++) {
      START[i] = Logistic.squash(i % POINTS / SCALE - Logistic.LIMIT);
    }
  }

  /** By context / ROW: curve after curve. */
  private final float[][] rows;

  private final float rate;
  private float[] row;
  private int at;
  private float part;

  Apm(int contexts, float rate) {
    this.rate = rate;
    rows = new float[(contexts + ROW - 1) / ROW][];
  }

  /** The refined probability of a 1. */
  float refine(int context, float stretched) {
    float x = (stretched + Logistic.LIMIT) * SCALE;
    int point = Math.min((int) x, STEPS - 1);
    part = x - point;
    row = rows[context / ROW];
    if (row == null) {
      row = START.clone();
      rows[context / ROW] = row;
    }
    at = context % ROW * POINTS + point;
    return row[at] + (row[at + 1] - row[at]) * part;
  }

  void learn(int bit) {
    row[at] += (bit - row[at]) * rate * (1 - part);
    row[at + 1] += (bit - row[at + 1]) * rate * part;
  }
}
