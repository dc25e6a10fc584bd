package io.bytezip.codec.mix;

/**
 * Adaptive probability map (secondary symbol estimation; as in Mahoney's paq7): for each context a
 * curve over the stretched probability, which is interpolated and learned. Memory: 0.6 kB for each
 * 4 neighbouring contexts of which one occurs.
 */
final class Apm {
  private static final int STEPS = 32;

  /** Of a curve. */
  static final int POINTS = STEPS + 1;

  /** Contexts. */
  private static final int ROW = 4;

  private static final float SCALE = STEPS / (2 * Logistic.LIMIT);

  /** The weight of points where they were put. */
  private static final double HARDLY = 1e-3;

  /** By context / ROW: curve after curve. */
  private final float[][] rows;

  /** A row at first. */
  private final float[] start = new float[ROW * POINTS];

  private final float rate;
  private float[] row;
  private int at;
  private float part;

  /** A map that begins with the probabilities as they are. */
  Apm(int contexts, float rate) {
    this(contexts, rate, MixerStart.NONE, 0);
  }

  /**
   * A map of a mixer.
   *
   * @param which of the mixer's maps it is
   */
  Apm(int contexts, float rate, MixerStart learned, int which) {
    this.rate = rate;
    float[] curves = learned.get(MixerPart.REFINEMENTS);
    for (int i = 0; i < start.length; i++) {
      int point = i % POINTS;
      start[i] =
          Logistic.squash(
              curves == null ? point / SCALE - Logistic.LIMIT : curves[which * POINTS + point]);
    }
    rows = new float[(contexts + ROW - 1) / ROW][];
  }

  /** The refined probability of a 1. */
  float refine(int context, float stretched) {
    float x = (stretched + Logistic.LIMIT) * SCALE;
    int point = Math.min((int) x, STEPS - 1);
    part = x - point;
    row = rows[context / ROW];
    if (row == null) {
      row = start.clone();
      rows[context / ROW] = row;
    }
    at = context % ROW * POINTS + point;
    return row[at] + (row[at + 1] - row[at]) * part;
  }

  void learn(int bit) {
    row[at] += (bit - row[at]) * rate * (1 - part);
    row[at + 1] += (bit - row[at + 1]) * rate * part;
  }

  /** Tells what became of the curves. */
  void report(Experience experience, int which) {
    for (int point = 0; point < POINTS; point++) {
      experience.add(MixerPart.REFINEMENTS, which * POINTS + point, start[point], HARDLY);
    }
    for (float[] used : rows) {
      for (int i = 0; used != null && i < used.length; i++) {
        if (used[i] != start[i]) {
          experience.add(MixerPart.REFINEMENTS, which * POINTS + i % POINTS, used[i], 1);
        }
      }
    }
  }
}
