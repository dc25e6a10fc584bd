package io.bytezip.codec.mix;

import io.bytezip.modalities.Evidence;

/**
 * Adaptive histograms of residuals around the layout's centres, one for each of their contexts. The
 * upper half of an interval has the probability of its residuals' counts. A histogram starts as a
 * logistic distribution whose scale is the one that the layout expects when it is first used.
 *
 * <p>Memory: 2 kB for every context of every histogram.
 */
final class HistogramExpert {
  private static final int BINS = 512;
  private static final int START = 1 << 12;
  private static final int LIMIT = 1 << 17;
  private static final int STEP = 256;

  private final int count;
  private final int[][][] counts;
  private final int[][] totals;
  private final int[][] current;
  private final int[] contexts;
  private final int[] windows;
  private final int[] inside;
  private final int[] upper;

  HistogramExpert(int[] sizes) {
    count = sizes.length;
    counts = new int[count][][];
    totals = new int[count][];
    for (int i = 0; i < count; i++) {
      counts[i] = new int[sizes[i]][];
      totals[i] = new int[sizes[i]];
    }
    current = new int[count][];
    contexts = new int[count];
    windows = new int[count];
    inside = new int[count];
    upper = new int[count];
  }

  void begin(Evidence evidence) {
    for (int i = 0; i < count; i++) {
      int context = evidence.histograms[i];
      int[] histogram = counts[i][context];
      if (histogram == null) {
        histogram = new int[BINS];
        totals[i][context] = start(histogram, evidence.spread);
        counts[i][context] = histogram;
      }
      contexts[i] = context;
      current[i] = histogram;
      windows[i] = BINS / 2 - evidence.centres[i];
      inside[i] = sum(histogram, windows[i], windows[i] + 256);
    }
  }

  private static int start(int[] histogram, float error) {
    float inverse = 1 / (error * 0.7213475f);
    int total = 0;
    for (int r = 0; r < BINS; r++) {
      float high = Logistic.squash((r - BINS / 2 + 0.5f) * inverse);
      float low = Logistic.squash((r - BINS / 2 - 0.5f) * inverse);
      histogram[r] = 1 + (int) ((high - low) * START);
      total += histogram[r];
    }
    return total;
  }

  private static int sum(int[] histogram, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += histogram[i];
    }
    return sum;
  }

  void predict(int node, float[] x, int at) {
    int depth = 31 - Integer.numberOfLeadingZeros(node);
    int half = 128 >>> depth;
    int mid = (node << 8 - depth) - 256 + half;
    for (int i = 0; i < count; i++) {
      int from = windows[i] + mid;
      upper[i] = sum(current[i], from, from + half);
      x[at + i] = Logistic.clamp(Logistic.ln(upper[i]) - Logistic.ln(inside[i] - upper[i]));
    }
  }

  void learn(int node, int bit) {
    for (int i = 0; i < count; i++) {
      inside[i] = bit == 1 ? upper[i] : inside[i] - upper[i];
    }
    if (node >= 128) {
      int value = 2 * node + bit - 256;
      for (int i = 0; i < count; i++) {
        learnValue(current[i], windows[i] + value, i);
      }
    }
  }

  private void learnValue(int[] histogram, int bin, int i) {
    histogram[bin] += STEP;
    histogram[bin - 1] += STEP / 4;
    histogram[Math.min(bin + 1, BINS - 1)] += STEP / 4;
    int total = totals[i][contexts[i]] + STEP + 2 * (STEP / 4);
    if (total > LIMIT) {
      total = 0;
      for (int r = 0; r < BINS; r++) {
        int halved = histogram[r] + 1 >>> 1;
        histogram[r] = halved;
        total += halved;
      }
    }
    totals[i][contexts[i]] = total;
  }
}
