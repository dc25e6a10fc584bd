package io.bytezip.codec.mix;

import io.bytezip.modalities.Evidence;
import java.util.Arrays;

/**
 * Which sample values are in use: unused low bits, and samples of fewer bits scaled up, leave most
 * values out. For the last byte of a sample, and for the one before it in samples of more than two,
 * how often its low bytes, and how often its exact values, have occurred so far. Memory: 257 kB for
 * each of both.
 */
final class LevelExpert {
  /** How many inputs it gives the mixer. */
  static final int INPUTS = 2;

  private static final int VALUES = 1 << 16;
  private static final float LOW_START = 0.02f;
  private static final float VALUE_START = 0.01f;

  /** How often what has occurred, of one of the two bytes. */
  private static final class Counts {
    final float[] lows = new float[256];
    final float[] values = new float[VALUES];

    Counts() {
      Arrays.fill(lows, LOW_START);
      Arrays.fill(values, VALUE_START);
    }
  }

  private final Counts[] counts = new Counts[2];
  private final float[] lowSums = new float[512];
  private final float[] valueSums = new float[512];
  private int base;
  private Counts now;

  int inputs() {
    return INPUTS;
  }

  void begin(Evidence evidence) {
    now = null;
    int levels = evidence.levels;
    if (levels == Evidence.NO_LEVELS) {
      return;
    }
    if (counts[levels] == null) {
      counts[levels] = new Counts();
    }
    now = counts[levels];
    base = evidence.base;
    for (int i = 0; i < 256; i++) {
      lowSums[256 + i] = now.lows[base + i & 255];
      valueSums[256 + i] = now.values[base + i & VALUES - 1];
    }
    for (int i = 255; i > 0; i--) {
      lowSums[i] = lowSums[2 * i] + lowSums[2 * i + 1];
      valueSums[i] = valueSums[2 * i] + valueSums[2 * i + 1];
    }
  }

  void predict(int node, float[] x, int at) {
    if (now == null) {
      x[at] = 0;
      x[at + 1] = 0;
      return;
    }
    int zero = 2 * node;
    x[at] = Logistic.clamp(Logistic.ln(lowSums[zero + 1]) - Logistic.ln(lowSums[zero]));
    x[at + 1] = Logistic.clamp(Logistic.ln(valueSums[zero + 1]) - Logistic.ln(valueSums[zero]));
  }

  void learn(int node, int bit) {
    if (now != null && node >= 128) {
      int sample = base + (2 * node + bit & 255);
      now.lows[sample & 255] += 1;
      now.values[sample & VALUES - 1] += 1;
    }
  }
}
