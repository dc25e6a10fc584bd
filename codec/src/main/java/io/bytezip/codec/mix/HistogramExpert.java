package io.bytezip.codec.mix;

import io.bytezip.modalities.Evidence;
import java.util.Arrays;

/**
 * Adaptive histograms of residuals around the layout's centres, one for each of their contexts. The
 * upper half of an interval has the probability of its residuals' counts. A histogram starts as a
 * logistic distribution, or a learned one, whose scale is the one that the layout expects when it
 * is first used.
 *
 * <p>A histogram is followed by the sums of its blocks of 16. Memory: 2 kB for every context that
 * has been used.
 */
final class HistogramExpert {
  private static final int BINS = 512;
  private static final int BLOCK = 16;
  private static final int START = 1 << 12;
  private static final int LIMIT = 1 << 17;
  private static final int STEP = 256;

  /** Scales from the centre to either end of a learned distribution. */
  private static final int REACH = 8;

  private static final int STEPS_PER_SCALE = 2;

  /** Of a learned distribution. */
  static final int POINTS = 2 * REACH * STEPS_PER_SCALE + 1;

  /** The weight of what was not used. */
  private static final double HARDLY = 1e-3;

  private final int count;
  private final int[][][] counts;
  private final int[][] totals;

  /** By histogram and context: 1 / scale at first. */
  private final float[][] inverses;

  /** For each histogram, how its start is spread; null where it is a logistic distribution. */
  private final float[] shapes;

  private final int[][] current;
  private final int[] contexts;
  private final int[] windows;
  private final int[] inside;
  private final int[] upper;

  HistogramExpert(int[] sizes, MixerStart learned) {
    count = sizes.length;
    shapes = learned.get(MixerPart.HISTOGRAMS);
    inverses = new float[count][];
    counts = new int[count][][];
    totals = new int[count][];
    for (int i = 0; i < count; i++) {
      counts[i] = new int[sizes[i]][];
      totals[i] = new int[sizes[i]];
      inverses[i] = new float[sizes[i]];
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
        histogram = new int[BINS + BINS / BLOCK];
        float inverse = 1 / (evidence.spread * 0.7213475f);
        inverses[i][context] = inverse;
        totals[i][context] = start(histogram, inverse, i);
        counts[i][context] = histogram;
      }
      contexts[i] = context;
      current[i] = histogram;
      windows[i] = BINS / 2 - evidence.centres[i];
      inside[i] = sum(histogram, windows[i], windows[i] + 256);
    }
  }

  private int start(int[] histogram, float inverse, int i) {
    int total = 0;
    float low = below(-(BINS / 2 + 0.5f) * inverse, i);
    for (int r = 0; r < BINS; r++) {
      float high = below((r - BINS / 2 + 0.5f) * inverse, i);
      // Learned numbers may be out of order.
      histogram[r] = 1 + Math.max(0, (int) ((high - low) * START));
      histogram[BINS + r / BLOCK] += histogram[r];
      total += histogram[r];
      low = high;
    }
    return total;
  }

  /** The share of residuals below so many scales. */
  private float below(float scales, int i) {
    if (shapes == null) {
      return Logistic.squash(scales);
    }
    float at = (scales + REACH) * STEPS_PER_SCALE;
    int first = i * POINTS;
    if (!(at > 0)) {
      return Logistic.squash(shapes[first] + (scales + REACH));
    }
    if (at >= POINTS - 1) {
      return Logistic.squash(shapes[first + POINTS - 1] + (scales - REACH));
    }
    int point = (int) at;
    float from = shapes[first + point];
    return Logistic.squash(from + (shapes[first + point + 1] - from) * (at - point));
  }

  private static int sum(int[] histogram, int from, int to) {
    int sum = 0;
    int i = from;
    if (to - from >= BLOCK) {
      for (; i % BLOCK != 0; i++) {
        sum += histogram[i];
      }
      for (; i + BLOCK <= to; i += BLOCK) {
        sum += histogram[BINS + i / BLOCK];
      }
    }
    for (; i < to; i++) {
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

  private static void count(int[] histogram, int bin, int more) {
    histogram[bin] += more;
    histogram[BINS + bin / BLOCK] += more;
  }

  private void learnValue(int[] histogram, int bin, int i) {
    count(histogram, bin, STEP);
    count(histogram, bin - 1, STEP / 4);
    count(histogram, Math.min(bin + 1, BINS - 1), STEP / 4);
    int total = totals[i][contexts[i]] + STEP + 2 * (STEP / 4);
    if (total > LIMIT) {
      total = 0;
      Arrays.fill(histogram, BINS, histogram.length, 0);
      for (int r = 0; r < BINS; r++) {
        int halved = histogram[r] + 1 >>> 1;
        histogram[r] = halved;
        histogram[BINS + r / BLOCK] += halved;
        total += halved;
      }
    }
    totals[i][contexts[i]] = total;
  }

  /** Tells how residuals were spread. */
  void report(Experience experience) {
    for (int i = 0; i < count; i++) {
      for (int point = 0; point < POINTS; point++) {
        int index = i * POINTS + point;
        float scales = (float) point / STEPS_PER_SCALE - REACH;
        experience.add(MixerPart.HISTOGRAMS, index, below(scales, i), HARDLY);
        for (int context = 0; context < counts[i].length; context++) {
          int[] histogram = counts[i][context];
          float edge = histogram == null ? 0 : scales / inverses[i][context] + (BINS / 2 + 0.5f);
          if (edge > 0 && edge < BINS) {
            int bin = (int) edge;
            float sum = sum(histogram, 0, bin) + histogram[bin] * (edge - bin);
            int total = totals[i][context];
            experience.add(MixerPart.HISTOGRAMS, index, sum / total, total);
          }
        }
      }
    }
  }
}
