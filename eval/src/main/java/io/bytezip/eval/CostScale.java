package io.bytezip.eval;

import java.awt.Color;
import java.util.Arrays;

/**
 * Which colour so many bits have: from black over red and yellow to white, which is for the
 * greatest and all above it.
 *
 * @param max the greatest number of bits, above 0
 */
record CostScale(double max) {
  /** How many colours there are. */
  static final int STEPS = 255;

  private static final double[] ROUND = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128};

  /** Values that are looked at to choose a scale. */
  private static final int SAMPLE = 1 << 16;

  /** A scale with a round end that at least 99 % of the values are below. */
  static CostScale fitting(float[] values) {
    int count = Math.min(values.length, SAMPLE);
    float[] sample = new float[count];
    for (int i = 0; i < count; i++) {
      sample[i] = values[(int) ((long) values.length * i / count)];
    }
    Arrays.sort(sample);
    double high = count == 0 ? 0 : sample[(int) (count * 0.99)];
    for (double round : ROUND) {
      if (high < round) {
        return new CostScale(round);
      }
    }
    return new CostScale(Math.ceil(high));
  }

  /** The number of the colour, 0 to {@link #STEPS} - 1. */
  int step(double bits) {
    return (int) Math.clamp(bits / max * (STEPS - 1) + 0.5, 0, STEPS - 1);
  }

  static Color colour(int step) {
    double t = 3.0 * step / (STEPS - 1);
    return new Color(part(t), part(t - 1), part(t - 2));
  }

  private static int part(double t) {
    return (int) Math.round(255 * Math.clamp(t, 0.0, 1.0));
  }
}
