package io.bytezip.modalities;

import java.util.Arrays;

/**
 * What the codec's adaptive experts are told of one channel of one lane, beyond the centre: {@link
 * PixelsPredictions}, the error to expect of each, and contexts of exact values. Made the first
 * time it is asked for: the transformer alone does without.
 *
 * <p>Contexts of exact values find what no filter sees: that a picture was converted by integers
 * from another colour space, or has few colours.
 */
final class PixelsEvidence {
  private static final int PREDICTIONS = PixelsPredictions.COUNT;

  /** The predictions that have histograms by their own local error. */
  private static final int[] WITH_HISTOGRAMS = {
    0,
    1,
    4,
    PixelsPredictions.CENTRE,
    PixelsPredictions.STACKED,
    PixelsPredictions.SPATIAL,
    PixelsPredictions.BLEND
  };

  private static final int KINDS = 5;
  private static final int LEVELS = 24;
  private static final int ENERGIES = 40;
  private static final int FRACTIONS = 8;
  private static final int SPAN = 7;
  private static final int DIFFERENCES = 2 * SPAN + 1;
  private static final int PAIRS = DIFFERENCES * DIFFERENCES;
  private static final int CONTEXTS = 31;

  static final Evidence.Shape SHAPE =
      new Evidence.Shape(
          CONTEXTS, PREDICTIONS, new int[] {3 * LEVELS, PAIRS, 32, PAIRS}, histogramSizes());

  private final PixelsChannel channel;
  private final int kind;
  private final PixelsPredictions all;

  PixelsEvidence(PixelsChannel channel, int widest, int kind, double[][] scratch) {
    this.channel = channel;
    this.kind = kind;
    all = new PixelsPredictions(channel, widest, scratch);
  }

  private static int[] histogramSizes() {
    int[] sizes = new int[WITH_HISTOGRAMS.length + 4];
    Arrays.fill(sizes, KINDS * PAIRS);
    Arrays.fill(sizes, 0, WITH_HISTOGRAMS.length, KINDS * LEVELS);
    sizes[WITH_HISTOGRAMS.length] = KINDS * ENERGIES * FRACTIONS;
    return sizes;
  }

  void nextRow(int width, boolean fresh) {
    all.nextRow(width, fresh);
  }

  /** What is told of bytes that are no samples. */
  static void fillTail(Evidence e) {
    Arrays.fill(e.errors, 1000);
    Arrays.fill(e.predictions, 128);
    Arrays.fill(e.selectors, 0);
    Arrays.fill(e.contexts, 0);
    Arrays.fill(e.histograms, 0);
    Arrays.fill(e.centres, 128);
    e.focus = 128;
    e.spread = 1000;
  }

  /** Fills in the evidence of the sample at a column, after {@link PixelsChannel#predict}. */
  void fill(Evidence e, int column, int x, int y) {
    PixelsChannel c = channel;
    all.predict(column);
    double[] predictions = all.parts;
    double[] local = all.local;
    double exact = all.exact;
    double energy = all.energy;
    for (int q = 0; q < PREDICTIONS; q++) {
      e.predictions[q] = (float) predictions[q];
      e.errors[q] = (float) (local[q] + 0.2);
    }
    e.focus = (float) exact;
    e.spread = (float) (energy + 0.2);

    int level = LogScale.level(energy, 0.0625, 2, ENERGIES - 1);
    int centre = (int) (exact + 0.5);
    int fraction = Math.min((int) ((exact + 0.5 - centre) * FRACTIONS), FRACTIONS - 1);
    double west = c.west - exact;
    double north = c.north - exact;
    double r1 = c.first == null ? 0 : c.first.residual;
    double r2 = c.second == null ? 0 : c.second.residual;
    int h = 0;
    for (int q : WITH_HISTOGRAMS) {
      e.centres[h] = (int) (predictions[q] + 0.5);
      e.histograms[h++] = kind * LEVELS + LogScale.level(local[q], 0.25, 2, LEVELS - 1);
    }
    Arrays.fill(e.centres, h, h + 4, centre);
    e.histograms[h++] = (kind * ENERGIES + level) * FRACTIONS + fraction;
    e.histograms[h++] = kind * PAIRS + pair(r1, r2);
    e.histograms[h++] = kind * PAIRS + pair(west, north);
    e.histograms[h] =
        kind * PAIRS + level / 3 * DIFFERENCES + signed(predictions[0] - predictions[4]);

    int coarse = Math.min(LEVELS - 1, level * 2 / 3);
    int colour = c.first == null ? 0 : c.second == null ? 1 : 2;
    e.selectors[0] = colour * LEVELS + coarse;
    e.selectors[1] = pair(west, north);
    e.selectors[2] = centre >> 3;
    e.selectors[3] = pair(r1, r2);
    contexts(e, column + PixelsChannel.MARGIN, (x & 1) + 2 * (y & 1), coarse, fraction);
  }

  /** Where there are no earlier channels, other neighbours take their places. */
  private void contexts(Evidence e, int at, int parity, int level, int fraction) {
    PixelsChannel c = channel;
    double[] l0 = c.line(0);
    double[] l1 = c.line(1);
    double[] l2 = c.line(2);
    int w = (int) l0[at - 1];
    int ww = (int) l0[at - 2];
    int n = (int) l1[at];
    int nw = (int) l1[at - 1];
    int ne = (int) l1[at + 1];
    int nn = (int) l2[at];
    int f = ne;
    int fw = nw;
    int fn = nn;
    int s = ww;
    int sw = nw;
    int sn = ne;
    int r1 = 0;
    int r2 = 0;
    long around = ((long) nw << 8 | ne) << 16 | ww << 8 | nn;
    if (c.first != null) {
      double[] f0 = c.first.line(0);
      double[] f1 = c.first.line(1);
      f = (int) f0[at];
      fw = (int) f0[at - 1];
      fn = (int) f1[at];
      r1 = (int) (c.first.residual + 256.5);
      around = around << 16 | (int) f1[at - 1] << 8 | (int) f1[at + 1];
      s = ne;
      sn = nn;
    }
    if (c.second != null) {
      double[] s0 = c.second.line(0);
      double[] s1 = c.second.line(1);
      s = (int) s0[at];
      sw = (int) s0[at - 1];
      sn = (int) s1[at];
      r2 = (int) (c.second.residual + 256.5);
    }
    double[] p = all.parts;
    double exact = all.exact;
    int centre = (int) (exact + 0.5);
    int half = (int) (exact * 2);
    int p0 = (int) (p[0] + 0.5);
    int p1 = (int) (p[1] + 0.5);
    int p2 = (int) (p[2] + 0.5);
    int med = (int) (p[3] + 0.5);
    int p4 = (int) (p[4] + 0.5);
    int p5 = (int) (p[5] + 0.5);
    int fs = f << 8 | s;
    int fsw = fw << 8 | sw;
    int fsn = fn << 8 | sn;
    int westOn = w + f - fw;
    int northOn = n + f - fn;
    int[] h = e.contexts;
    h[0] = hash(0, centre, level, 0);
    h[1] = hash(1, w, n, 0);
    h[2] = hash(2, centre, w, 0);
    h[3] = hash(3, centre, n, 0);
    h[4] = hash(4, w << 8 | n, nw << 8 | ne, 0);
    h[5] = hash(5, centre, f, 0);
    h[6] = hash(6, centre, s, 0);
    h[7] = hash(7, fs, 0, 0);
    h[8] = hash(8, centre, fs, 0);
    h[9] = hash(9, w << 8 | n, fs, 0);
    h[10] = hash(10, med, level, 0);
    h[11] = hash(11, p0, p1, 0);
    h[12] = hash(12, p4, p5, 0);
    h[13] = hash(13, centre, r1, r2);
    h[14] = hash(14, westOn, parity, 0);
    h[15] = hash(15, westOn, northOn, 0);
    h[16] = hash(16, centre, f, w);
    h[17] = hash(17, centre, f, n);
    h[18] = hash(18, centre, s, w);
    h[19] = hash(19, centre, s, n);
    h[20] = hash(20, centre, f, parity);
    h[21] = hash(21, fw, w, f);
    h[22] = hash(22, fn, n, f);
    h[23] = hash(23, fsw, w, fs);
    h[24] = hash(24, fsn, n, fs);
    h[25] = hash(25, fsw << 8 | w, fsn << 8 | n, fs);
    h[26] = hash(26, half, fraction, parity);
    h[27] = hash(27, p0, p4, f);
    h[28] = hash(28, p2, level, f);
    h[29] = hash(29, f - s, centre, level / 4);
    h[30] = hash(30, h[25], (int) (around >>> 32), (int) around);
  }

  private int hash(int context, int a, int b, int d) {
    long h = (context * KINDS + kind + 1) * 0xD6E8FEB86659FD93L;
    h = (h ^ a) * 0x9E3779B97F4A7C15L;
    h = (h ^ h >>> 32 ^ b) * 0xBF58476D1CE4E5B9L;
    h = (h ^ h >>> 29 ^ d) * 0x94D049BB133111EBL;
    return (int) (h >>> 32);
  }

  private static int pair(double a, double b) {
    return signed(a) * DIFFERENCES + signed(b);
  }

  private static int signed(double d) {
    return LogScale.signed(d, 0.5, 0, SPAN);
  }

  void accept(int column, int value) {
    all.accept(column, value);
  }
}
