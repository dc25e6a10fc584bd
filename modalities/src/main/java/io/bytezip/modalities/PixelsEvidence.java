package io.bytezip.modalities;

/**
 * What the codec's adaptive experts are told of one channel of one lane, beyond the centre. Made the
 * first time it is asked for: the transformer alone does without.
 */
final class PixelsEvidence {
  private static final int OWN = PixelsChannel.PREDICTORS + 1;
  private static final int LOCAL = 2;
  private static final int PREDICTIONS = OWN + LOCAL + 1;
  static final int LEVELS = 24;
  private static final int CONTEXTS = 30;
  private static final int EXTRA = 4;

  static final Evidence.Shape SHAPE =
      new Evidence.Shape(
          CONTEXTS,
          PREDICTIONS,
          new int[] {3 * LEVELS, 15 * 15, 32, 15 * 15},
          histogramSizes());

  private final PixelsChannel channel;
  private final int kind;
  private final double[] predictions = new double[PREDICTIONS];
  private final double[] local = new double[PREDICTIONS];
  private final LocalSquares[] squares;
  private final double[][] scratch;
  private int width;
  private double blended;
  private double exact;
  private double energy;
  private double[] errors;
  private double[] errorsAbove;

  PixelsEvidence(PixelsChannel channel, int widest, int kind, double[][] scratch) {
    this.scratch = scratch;
    int n = 10 + (channel.first == null ? 0 : 2) + (channel.second == null ? 0 : 2);
    squares = new LocalSquares[] {new LocalSquares(n, widest, D("h", 0.75), D("v", 0.7), D("r", 0.3)), new LocalSquares(10 + (channel.first == null ? 0 : 5) + (channel.second == null ? 0 : 5), widest, D("h2", 0.9), D("v2", 0.85), 1)};
    this.channel = channel;
    this.kind = kind;
    int padded = widest + 2 * PixelsChannel.MARGIN;
    errors = new double[padded * PREDICTIONS];
    errorsAbove = new double[padded * PREDICTIONS];
  }

  static double D(String k, double d) {
    return Double.parseDouble(System.getProperty(k, "" + d));
  }

  private static int[] histogramSizes() {
    int[] sizes = new int[PREDICTIONS + EXTRA];
    for (int i = 0; i < PREDICTIONS; i++) {
      sizes[i] = 5 * LEVELS;
    }
    sizes[PREDICTIONS] = 5 * 40 * 8;
    sizes[PREDICTIONS + 1] = 5 * 225;
    sizes[PREDICTIONS + 2] = 5 * 225;
    sizes[PREDICTIONS + 3] = 5 * 225;
    return sizes;
  }

  void nextRow(int newWidth, boolean fresh) {
    for (LocalSquares q : squares) {
      if (fresh) {
        q.clear();
      } else {
        q.endRow(width);
      }
    }
    width = newWidth;
    double[] swap = errorsAbove;
    errorsAbove = errors;
    errors = swap;
    if (fresh) {
      java.util.Arrays.fill(errors, 0);
      java.util.Arrays.fill(errorsAbove, 0);
    }
  }

  /** Fills in the evidence of the channel's sample at a column, after {@link PixelsChannel#predict}. */
  void fill(Evidence e, int column, int x, int y) {
    PixelsChannel c = channel;
    int at = column + PixelsChannel.MARGIN;
    double[] p = predictions;
    System.arraycopy(c.predictions, 0, p, 0, PixelsChannel.PREDICTORS);
    p[PixelsChannel.PREDICTORS] = c.exact;
    for (int q = 0; q < LOCAL; q++) {
      double[] in = squares[q].inputs(column);
      double m = c.exact;
      double[] l0 = c.line(0);
      double[] l1 = c.line(1);
      int i = 0;
      if (q == 1) {
        in[i++] = l0[at - 1] - m;
        in[i++] = l1[at] - m;
        in[i++] = l1[at - 1] - m;
        in[i++] = l1[at + 1] - m;
        in[i++] = l0[at - 2] - m;
        in[i++] = c.line(2)[at] - m;
        in[i++] = l1[at - 2] - m;
        in[i++] = l1[at + 2] - m;
        in[i++] = c.line(2)[at + 1] - m;
        in[i++] = c.line(2)[at - 1] - m;
        if (c.first != null) {
          in[i++] = c.first.line(0)[at] - m;
          in[i++] = c.first.line(0)[at - 1] - m;
          in[i++] = c.first.line(1)[at] - m;
          in[i++] = c.first.line(1)[at - 1] - m;
          in[i++] = c.first.line(1)[at + 1] - m;
        }
        if (c.second != null) {
          in[i++] = c.second.line(0)[at] - m;
          in[i++] = c.second.line(0)[at - 1] - m;
          in[i++] = c.second.line(1)[at] - m;
          in[i++] = c.second.line(1)[at - 1] - m;
          in[i++] = c.second.line(1)[at + 1] - m;
        }
        p[OWN + q] = Math.clamp(m + squares[q].predict(column, scratch), 0, 255);
        break;
      }
      in[i++] = p[0] - m;
      in[i++] = p[1] - m;
      in[i++] = p[2] - m;
      in[i++] = p[3] - m;
      in[i++] = p[4] - m;
      in[i++] = p[5] - m;
      in[i++] = l0[at - 1] - m;
      in[i++] = l1[at] - m;
      in[i++] = l1[at - 1] - m;
      in[i++] = l1[at + 1] - m;
      if (c.first != null) {
        in[i++] = c.first.residual;
        in[i++] = c.first.line(0)[at] - m;
      }
      if (c.second != null) {
        in[i++] = c.second.residual;
        in[i++] = c.second.line(0)[at] - m;
      }
      p[OWN + q] = Math.clamp(m + squares[q].predict(column, scratch), 0, 255);
    }
    int base = at * PREDICTIONS;
    for (int q = 0; q < PREDICTIONS; q++) {
      int b = base + q;
      local[q] =
          (errors[b - PREDICTIONS] + errorsAbove[b]) * 0.25
              + (errors[b - 2 * PREDICTIONS]
                      + errorsAbove[b - PREDICTIONS]
                      + errorsAbove[b + PREDICTIONS]
                      + errorsAbove[b + 2 * PREDICTIONS])
                  * 0.125;
    }
    double sum = 0;
    double total = 0;
    for (int q = 0; q < PREDICTIONS - 1; q++) {
      double weight = 1 / (local[q] * local[q] + 0.1);
      weight *= weight;
      sum += weight * p[q];
      total += weight;
    }
    blended = sum / total;
    exact = blended;
    energy = local[PREDICTIONS - 1] * 0.7 + c.energy * 0.3;
    p[PREDICTIONS - 1] = exact;
    for (int q = 0; q < PREDICTIONS; q++) {
      e.predictions[q] = (float) p[q];
      e.errors[q] = (float) (local[q] + 0.2);
      e.centres[q] = (int) (p[q] + 0.5);
      e.histograms[q] = kind * LEVELS + LogScale.level(local[q], 0.25, 2, LEVELS - 1);
    }
    e.focus = (float) exact;
    e.spread = (float) (energy + 0.2);
    int error = LogScale.level(energy, 0.0625, 2, 39);
    int centre = (int) (exact + 0.5);
    double west = c.west - exact;
    double north = c.north - exact;
    double r1 = c.first == null ? 0 : c.first.residual;
    double r2 = c.second == null ? 0 : c.second.residual;
    int h = PREDICTIONS;
    e.centres[h] = centre;
    e.histograms[h++] = (kind * 40 + error) * 8 + (int) ((exact + 0.5 - centre) * 8);
    e.centres[h] = centre;
    e.histograms[h++] = kind * 225 + signed(r1) * 15 + signed(r2);
    e.centres[h] = centre;
    e.histograms[h++] = kind * 225 + signed(west) * 15 + signed(north);
    e.centres[h] = centre;
    e.histograms[h] = kind * 225 + Math.min(error / 3, 14) * 15 + signed(c.predictions[0] - c.predictions[4]);

    int level = Math.min(LEVELS - 1, error * 2 / 3);
    int colour = c.first == null ? 0 : c.second == null ? 1 : 2;
    e.selectors[0] = colour * LEVELS + level;
    e.selectors[1] = signed(west) * 15 + signed(north);
    e.selectors[2] = centre >> 3;
    e.selectors[3] = signed(r1) * 15 + signed(r2);
    contexts(e, at, x, y, level);
  }

  private void contexts(Evidence e, int at, int x, int y, int level) {
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
    int f;
    int fw;
    int fn;
    int s;
    int sw;
    int sn;
    if (c.first == null) {
      f = ne;
      fw = nw;
      fn = nn;
      s = ww;
      sw = nw;
      sn = ne;
    } else {
      f = (int) c.first.line(0)[at];
      fw = (int) c.first.line(0)[at - 1];
      fn = (int) c.first.line(1)[at];
      if (c.second == null) {
        s = ne;
        sw = nw;
        sn = nn;
      } else {
        s = (int) c.second.line(0)[at];
        sw = (int) c.second.line(0)[at - 1];
        sn = (int) c.second.line(1)[at];
      }
    }
    int centre = (int) (exact + 0.5);
    int near = (int) (exact * 2);
    int r1 = c.first == null ? 0 : (int) (c.first.residual + 512.5);
    int r2 = c.second == null ? 0 : (int) (c.second.residual + 512.5);
    int med = (int) c.predictions[3];
    int p0 = (int) (c.predictions[0] + 0.5);
    int p1 = (int) (c.predictions[1] + 0.5);
    int p2 = (int) (c.predictions[2] + 0.5);
    int p4 = (int) (c.predictions[4] + 0.5);
    int p5 = (int) (c.predictions[5] + 0.5);
    int parity = (x & 1) + 2 * (y & 1);
    int[] h = e.contexts;
    int i = 0;
    h[i] = hash(i++, centre, level, 0);
    h[i] = hash(i++, w, n, 0);
    h[i] = hash(i++, centre, w, 0);
    h[i] = hash(i++, centre, n, 0);
    h[i] = hash(i++, w, n, nw << 8 | ne);
    h[i] = hash(i++, centre, f, 0);
    h[i] = hash(i++, centre, s, 0);
    h[i] = hash(i++, f, s, 0);
    h[i] = hash(i++, centre, f, s);
    h[i] = hash(i++, w << 8 | n, f, s);
    h[i] = hash(i++, med, level, 0);
    h[i] = hash(i++, p0, p1, 0);
    h[i] = hash(i++, p4, p5, 0);
    h[i] = hash(i++, centre, r1, r2);
    h[i] = hash(i++, w + f - fw, parity, 0);
    h[i] = hash(i++, w + f - fw, n + f - fn, 0);
    h[i] = hash(i++, centre, f, w);
    h[i] = hash(i++, centre, f, n);
    h[i] = hash(i++, centre, s, w);
    h[i] = hash(i++, centre, s, n);
    h[i] = hash(i++, centre, f, parity);
    h[i] = hash(i++, fw, w, f);
    h[i] = hash(i++, fn, n, f);
    h[i] = hash(i++, fw << 8 | sw, w, f << 8 | s);
    h[i] = hash(i++, fn << 8 | sn, n, f << 8 | s);
    h[i] = hash(i++, fw << 8 | sw, w << 24 | fn << 16 | sn << 8 | n, f << 8 | s);
    h[i] = hash(i++, near, (int) ((exact + 0.5 - centre) * 8), parity);
    h[i] = hash(i++, p0, p4, f);
    h[i] = hash(i++, p2, level, f);
    h[i] = hash(i++, f - s, centre, level / 4);
  }

  private int hash(int context, int a, int b, int d) {
    long h = (long) (context * 8 + kind) * 0xD6E8FEB86659FD93L;
    h = (h ^ a) * 0x9E3779B97F4A7C15L;
    h = (h ^ h >>> 32 ^ b) * 0xBF58476D1CE4E5B9L;
    h = (h ^ h >>> 29 ^ d) * 0x94D049BB133111EBL;
    return (int) (h >>> 32);
  }

  private static int signed(double d) {
    return LogScale.signed(d, 0.5, 0, 7);
  }

  void accept(int column, int value) {
    double weight = 1 / (10 + energy * energy);
    for (int q = 0; q < LOCAL; q++) {
      squares[q].update(column, value - predictions[PixelsChannel.PREDICTORS], weight);
    }
    int base = (column + PixelsChannel.MARGIN) * PREDICTIONS;
    for (int q = 0; q < PREDICTIONS; q++) {
      double d = value - predictions[q];
      errors[base + q] = d < 0 ? -d : d;
    }
  }
}
