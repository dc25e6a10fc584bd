package io.bytezip.codec.mix;

import io.bytezip.modalities.Evidence;
import java.util.Arrays;

/**
 * Which sample values are in use: unused low bits, and 8-bit samples scaled up, leave most values
 * out. For the last byte of a sample, how often its low bytes, and how often its exact values, have
 * occurred so far. Memory: 257 kB.
 */
final class LevelExpert {
  /** How many inputs it gives the mixer. */
  static final int INPUTS = 2;

  private static final int VALUES = 1 << 16;
  private static final float LOW_START = 0.02f;
  private static final float VALUE_START = 0.01f;

  private final float[] lows = new float[256];
  private final float[] values = new float[VALUES];
  private final float[] lowSums = new float[512];
  private final float[] valueSums = new float[512];
  private int base;
  private boolean last;

  LevelExpert() {
    Arrays.fill(lows, LOW_START);
    Arrays.fill(values, VALUE_START);
  }

  int inputs() {
    return INPUTS;
  }

  void begin(Evidence evidence) {
    last = evidence.step < 2;
    if (!last) {
      return;
    }
    base = evidence.base;
    for (int i = 0; i < 256; i++) {
      lowSums[256 + i] = lows[base + i & 255];
      valueSums[256 + i] = values[base + i & VALUES - 1];
    }
    for (int i = 255; i > 0; i--) {
      lowSums[i] = lowSums[2 * i] + lowSums[2 * i + 1];
      valueSums[i] = valueSums[2 * i] + valueSums[2 * i + 1];
    }
  }

  void predict(int node, float[] x, int at) {
    if (!last) {
      x[at] = 0;
      x[at + 1] = 0;
      return;
    }
    int zero = 2 * node;
    x[at] = Logistic.clamp(Logistic.ln(lowSums[zero + 1]) - Logistic.ln(lowSums[zero]));
    x[at + 1] = Logistic.clamp(Logistic.ln(valueSums[zero + 1]) - Logistic.ln(valueSums[zero]));
  }

  void learn(int node, int bit) {
    if (last && node >= 128) {
      int sample = base + (2 * node + bit & 255);
      lows[sample & 255] += 1;
      values[sample & VALUES - 1] += 1;
    }
  }
}
