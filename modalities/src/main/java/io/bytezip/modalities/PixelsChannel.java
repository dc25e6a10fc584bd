package io.bytezip.modalities;

import java.util.Arrays;

/** The adaptive centre of one channel of one lane. */
final class PixelsChannel {
  static final int ROWS = 5;
  static final int MARGIN = 4;
  static final int PREDICTORS = 6;
  private static final int NEAR = 8;
  private static final int MIDDLE = 18;
  private static final int FAR = 30;
  private static final int EARLIER = 5;
  static final int MAX_INPUTS = FAR + 2 * EARLIER;
  private static final int BIASES = 27 * 8;

  private final double top;
  private final boolean deep;
  final PixelsChannel first;
  final PixelsChannel second;
  private final int shared;
  private final double[][] scratch;
  private final double[] x;
  private final LeastSquares[] squares;
  private double[][] lines = new double[ROWS][];
  private double[] errors;
  private double[] errorsAbove;
  private double[] sizes;
  private double[] sizesAbove;
  private double[] sizesTwoAbove;
  private int[] symbols;
  private int[] symbolsAbove;
  private final double[] biasSum = new double[BIASES];
  private final double[] biasCount = new double[BIASES];
  private int biasIndex;

  final double[] predictions = new double[PREDICTORS];
  private double mean;
  double west;
  double north;
  double gradient;
  private double blended;
  double exact;
  double energy;
  double residual;
  int centre;
  int fraction;

  /**
   * Nothing known.
   *
   * @param bits of a sample, 8 or 16
   * @param widest columns of the widest strip
   * @param first the colour that is coded first, or {@code null}
   * @param second the colour that is coded after it, or {@code null}
   */
  PixelsChannel(
      int bits, int widest, PixelsChannel first, PixelsChannel second, double[][] scratch) {
    this.top = (1 << bits) - 1;
    this.deep = bits > 8;
    this.first = first;
    this.second = second;
    this.scratch = scratch;
    this.shared = EARLIER * ((first == null ? 0 : 1) + (second == null ? 0 : 1));
    this.x = new double[shared + FAR];
    this.squares =
        new LeastSquares[] {
          new LeastSquares(shared + MIDDLE, 0.998, 3, 1),
          new LeastSquares(shared + FAR, 0.9995, 6, 1),
          new LeastSquares(shared + NEAR, 0.98, 2, 1)
        };
    for (LeastSquares s : squares) {
      s.start(shared, 0.5);
      s.start(shared + 1, 0.5);
      if (shared > 0) {
        s.start(shared - EARLIER, 1);
        s.start(shared - EARLIER + 1, -0.5);
        s.start(shared - EARLIER + 2, -0.5);
      }
    }
    int padded = widest + 2 * MARGIN;
    for (int i = 0; i < ROWS; i++) {
      lines[i] = new double[padded];
    }
    errors = new double[padded * PREDICTORS];
    errorsAbove = new double[padded * PREDICTORS];
    sizes = new double[padded];
    sizesAbove = new double[padded];
    sizesTwoAbove = new double[padded];
    symbols = new int[padded];
    symbolsAbove = new int[padded];
    Arrays.fill(symbols, 256);
    Arrays.fill(symbolsAbove, 256);
  }

  /** The padded row {@code d} rows above the current one. */
  double[] line(int d) {
    return lines[d];
  }

  int symbolW(int column) {
    return symbols[column + MARGIN - 1];
  }

  int symbolN(int column) {
    return symbolsAbove[column + MARGIN];
  }

  void nextRow(int width, boolean fresh, boolean afterFirst) {
    double[] last = lines[ROWS - 1];
    System.arraycopy(lines, 0, lines, 1, ROWS - 1);
    lines[0] = last;
    if (afterFirst) {
      for (int d = 2; d < ROWS; d++) {
        System.arraycopy(lines[1], 0, lines[d], 0, last.length);
      }
    }
    double[] swap = errorsAbove;
    errorsAbove = errors;
    errors = swap;
    swap = sizesTwoAbove;
    sizesTwoAbove = sizesAbove;
    sizesAbove = sizes;
    sizes = swap;
    int[] swapSymbols = symbolsAbove;
    symbolsAbove = symbols;
    symbols = swapSymbols;
    if (fresh) {
      // The rows at hand too: a strip may be a column narrower than the one before it.
      Arrays.fill(errors, 0);
      Arrays.fill(errorsAbove, 0);
      Arrays.fill(sizes, 0);
      Arrays.fill(sizesAbove, 0);
      Arrays.fill(sizesTwoAbove, 0);
      Arrays.fill(symbols, 256);
      Arrays.fill(symbolsAbove, 256);
    }
    // What lies beyond the strip counts as large as the nearest in it.
    sizes[MARGIN - 1] = sizesAbove[MARGIN];
    sizes[MARGIN - 2] = sizesAbove[MARGIN];
    sizesAbove[MARGIN + width] = sizesAbove[MARGIN + width - 1];
    sizesAbove[MARGIN + width + 1] = sizesAbove[MARGIN + width - 1];
  }

  /** Before the first row of a run: what lies above is what lies to the left. */
  void fillAbove() {
    double v = lines[0][MARGIN - 1];
    for (int d = 1; d < ROWS; d++) {
      Arrays.fill(lines[d], v);
    }
  }

  /** In the first row of a run: the sample stands for all that is above and to the right. */
  void spread(int column, int value) {
    int at = column + MARGIN;
    int end = Math.min(at + MARGIN + 1, lines[0].length - 1);
    for (int d = 1; d < ROWS; d++) {
      double[] line = lines[d];
      for (int i = at + 1; i <= end; i++) {
        line[i] = value;
      }
    }
    sizesAbove[at + 1] = sizes[at];
    sizesAbove[Math.min(at + 2, end)] = sizes[at];
  }

  void predict(int column) {
    int at = column + MARGIN;
    double[] l0 = lines[0];
    double[] l1 = lines[1];
    double[] l2 = lines[2];
    double[] l3 = lines[3];
    double[] l4 = lines[4];
    double w = l0[at - 1];
    double n = l1[at];
    double nw = l1[at - 1];
    double ne = l1[at + 1];
    west = w;
    north = n;
    double m = (w + n) * 0.375 + (nw + ne) * 0.125;
    mean = m;
    double[] in = x;
    int i = 0;
    if (second != null) {
      i = second.share(in, i, at);
    }
    if (first != null) {
      i = first.share(in, i, at);
    }
    in[i] = w - m;
    in[i + 1] = n - m;
    in[i + 2] = nw - m;
    in[i + 3] = ne - m;
    in[i + 4] = l0[at - 2] - m;
    in[i + 5] = l2[at] - m;
    in[i + 6] = l1[at - 2] - m;
    in[i + 7] = l1[at + 2] - m;
    in[i + 8] = l2[at - 1] - m;
    in[i + 9] = l2[at + 1] - m;
    in[i + 10] = l2[at - 2] - m;
    in[i + 11] = l2[at + 2] - m;
    in[i + 12] = l0[at - 3] - m;
    in[i + 13] = l3[at] - m;
    in[i + 14] = l1[at - 3] - m;
    in[i + 15] = l1[at + 3] - m;
    in[i + 16] = l3[at - 1] - m;
    in[i + 17] = l3[at + 1] - m;
    in[i + 18] = l2[at - 3] - m;
    in[i + 19] = l2[at + 3] - m;
    in[i + 20] = l3[at - 2] - m;
    in[i + 21] = l3[at + 2] - m;
    in[i + 22] = l0[at - 4] - m;
    in[i + 23] = l4[at] - m;
    in[i + 24] = l1[at - 4] - m;
    in[i + 25] = l1[at + 4] - m;
    in[i + 26] = l4[at - 1] - m;
    in[i + 27] = l4[at + 1] - m;
    in[i + 28] = l3[at - 3] - m;
    in[i + 29] = l3[at + 3] - m;

    double[] p = predictions;
    for (int s = 0; s < 3; s++) {
      p[s] = clamp(m + squares[s].predict(in), m);
    }
    p[3] = median(w, n, nw);
    if (first == null) {
      p[4] = clamp(w + ne - n, m);
      p[5] = clamp(n + (w + ne - nw - l2[at + 1]) * 0.5, m);
    } else {
      PixelsChannel f = first;
      double[] f0 = f.lines[0];
      double[] f1 = f.lines[1];
      p[4] = clamp(f0[at] + median(w - f0[at - 1], n - f1[at], nw - f1[at - 1]), m);
      if (second == null) {
        p[5] = clamp(f0[at] + (w - f0[at - 1] + n - f1[at]) * 0.5, m);
      } else {
        double[] s0 = second.lines[0];
        double[] s1 = second.lines[1];
        p[5] = clamp(s0[at] + median(w - s0[at - 1], n - s1[at], nw - s1[at - 1]), m);
      }
    }

    double[] e0 = errors;
    double[] e1 = errorsAbove;
    int base = at * PREDICTORS;
    double sum = 0;
    double total = 0;
    for (int q = 0; q < PREDICTORS; q++) {
      int b = base + q;
      double e =
          2 * (e0[b - PREDICTORS] + e1[b])
              + e0[b - 2 * PREDICTORS]
              + e1[b - PREDICTORS]
              + e1[b + PREDICTORS]
              + 0.5;
      double weight = 1 / e;
      sum += weight * p[q];
      total += weight;
    }
    blended = sum / total;

    double spatial =
        0.25 * (sizes[at - 1] + sizesAbove[at])
            + 0.125 * (sizesAbove[at - 1] + sizesAbove[at + 1])
            + 0.0625
                * (sizes[at - 2] + sizesTwoAbove[at] + sizesAbove[at - 2] + sizesAbove[at + 2]);
    double near = spatial;
    if (first != null) {
      double other = first.residual < 0 ? -first.residual : first.residual;
      if (second != null) {
        other = 0.5 * (other + (second.residual < 0 ? -second.residual : second.residual));
      }
      near = 0.875 * spatial + 0.125 * other;
    }
    energy = near;
    gradient = Math.abs(w - nw) + Math.abs(n - nw) + Math.abs(n - ne);

    // Of 16 bits, what is near is told by the errors nearby.
    double sides = deep ? 2 / (near + 1) : 1;
    int level = LogScale.level(near, deep ? 8 : 0.5, 0, 7);
    biasIndex =
        ((side((w - blended) * sides) * 3 + side((n - blended) * sides)) * 3
                    + side((p[0] - p[1]) * sides))
                * 8
            + level;
    double c = clamp(blended + biasSum[biasIndex] / (biasCount[biasIndex] + 150), m);
    exact = c;
    centre = (int) (c + 0.5);
    fraction = Math.min((int) ((c + 0.5 - centre) * 8), 7);
  }

  private static int side(double d) {
    return d < -0.75 ? 0 : d > 0.75 ? 2 : 1;
  }

  private int share(double[] in, int i, int at) {
    double[] l0 = lines[0];
    double[] l1 = lines[1];
    double m = mean;
    in[i] = l0[at] - m;
    in[i + 1] = l0[at - 1] - m;
    in[i + 2] = l1[at] - m;
    in[i + 3] = l1[at - 1] - m;
    in[i + 4] = l1[at + 1] - m;
    return i + EARLIER;
  }

  void accept(int column, int value, int symbol) {
    int at = column + MARGIN;
    lines[0][at] = value;
    symbols[at] = symbol;
    double y = value - mean;
    double weight = 1 / (10 + energy * energy);
    for (LeastSquares s : squares) {
      s.update(x, y, weight, scratch);
    }
    int base = at * PREDICTORS;
    for (int q = 0; q < PREDICTORS; q++) {
      double e = value - predictions[q];
      errors[base + q] = e * e;
    }
    double d = value - blended;
    double count = biasCount[biasIndex];
    if (count >= 512) {
      biasSum[biasIndex] *= 0.5;
      count *= 0.5;
    }
    biasSum[biasIndex] += d;
    biasCount[biasIndex] = count + 1;
    residual = value - exact;
    sizes[at] = residual < 0 ? -residual : residual;
  }

  /** Between 0 and the greatest sample; {@code otherwise} when not a number. */
  double clamp(double v, double otherwise) {
    return clamp(v, otherwise, top);
  }

  /** Between 0 and {@code top}; {@code otherwise} when not a number. */
  static double clamp(double v, double otherwise, double top) {
    if (v >= 0) {
      return v > top ? top : v;
    }
    return v < 0 ? 0 : otherwise;
  }

  private static double median(double w, double n, double nw) {
    double high = w > n ? w : n;
    double low = w > n ? n : w;
    return nw >= high ? low : nw <= low ? high : w + n - nw;
  }
}
