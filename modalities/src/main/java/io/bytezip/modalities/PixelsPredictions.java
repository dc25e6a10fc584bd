package io.bytezip.modalities;

import java.util.Arrays;

/**
 * Predictions of one channel of one lane beyond those of the centre, which only the mixers see: two
 * by {@link LocalSquares}, and a blend of all, each with the error to expect of it from its errors
 * nearby.
 *
 * <p>Memory: in a strip of 128 columns 0.2 MB for grey, 0.9 MB for colours.
 */
final class PixelsPredictions {
  private static final int OWN = PixelsChannel.PREDICTORS;
  static final int CENTRE = OWN;
  static final int STACKED = OWN + 1;
  static final int SPATIAL = OWN + 2;
  static final int BLEND = OWN + 3;

  /** How many: those of the centre, the centre, and those of this class, the blend last. */
  static final int COUNT = OWN + 4;

  private final PixelsChannel channel;
  private final LocalSquares stacked;
  private final LocalSquares spatial;
  private final double[][] scratch;
  private double[] errors;
  private double[] errorsAbove;
  private int width;

  /** The predictions, within the range of samples. */
  final double[] parts = new double[COUNT];

  /** The mean absolute errors nearby. */
  final double[] local = new double[COUNT];

  /** The blend. */
  double exact;

  /** The error to expect of the blend. */
  double energy;

  PixelsPredictions(PixelsChannel channel, int widest, double[][] scratch) {
    this.channel = channel;
    this.scratch = scratch;
    int earlier = channel.first == null ? 0 : channel.second == null ? 1 : 2;
    stacked = new LocalSquares(OWN + 4 + 2 * earlier, widest, 0.7, 0.65, 0.3);
    spatial = new LocalSquares(10 + 5 * earlier, widest, 0.9, 0.85, 1);
    int padded = widest + 2 * PixelsChannel.MARGIN;
    errors = new double[padded * COUNT];
    errorsAbove = new double[padded * COUNT];
  }

  void nextRow(int newWidth, boolean fresh) {
    if (fresh) {
      stacked.clear();
      spatial.clear();
    } else {
      stacked.endRow(width);
      spatial.endRow(width);
    }
    width = newWidth;
    double[] swap = errorsAbove;
    errorsAbove = errors;
    errors = swap;
    if (fresh) {
      Arrays.fill(errors, 0);
      Arrays.fill(errorsAbove, 0);
    }
  }

  /** Predicts the sample at a column, after {@link PixelsChannel#predict}. */
  void predict(int column) {
    PixelsChannel c = channel;
    int at = column + PixelsChannel.MARGIN;
    double[] p = parts;
    double centre = c.exact;
    System.arraycopy(c.predictions, 0, p, 0, OWN);
    p[CENTRE] = centre;
    stack(stacked.inputs(column), at);
    p[STACKED] = c.clamp(centre + stacked.predict(column, scratch), centre);
    space(spatial.inputs(column), at);
    p[SPATIAL] = c.clamp(centre + spatial.predict(column, scratch), centre);
    double sum = 0;
    double total = 0;
    for (int q = 0; q < COUNT; q++) {
      int b = at * COUNT + q;
      double error =
          0.25 * (errors[b - COUNT] + errorsAbove[b])
              + 0.125
                  * (errors[b - 2 * COUNT]
                      + errorsAbove[b - COUNT]
                      + errorsAbove[b + COUNT]
                      + errorsAbove[b + 2 * COUNT]);
      local[q] = error;
      if (q != BLEND) {
        double weight = 1 / (error * error + 0.1);
        weight *= weight;
        sum += weight * p[q];
        total += weight;
      }
    }
    exact = c.clamp(sum / total, centre);
    energy = 0.7 * local[BLEND] + 0.3 * c.energy;
    p[BLEND] = exact;
  }

  /** Other predictions, the nearest neighbours and what earlier channels were off. */
  private void stack(double[] in, int at) {
    PixelsChannel c = channel;
    double m = c.exact;
    for (int q = 0; q < OWN; q++) {
      in[q] = parts[q] - m;
    }
    double[] l0 = c.line(0);
    double[] l1 = c.line(1);
    int i = OWN;
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
      in[i] = c.second.line(0)[at] - m;
    }
  }

  private void space(double[] in, int at) {
    PixelsChannel c = channel;
    double m = c.exact;
    double[] l0 = c.line(0);
    double[] l1 = c.line(1);
    double[] l2 = c.line(2);
    in[0] = l0[at - 1] - m;
    in[1] = l1[at] - m;
    in[2] = l1[at - 1] - m;
    in[3] = l1[at + 1] - m;
    in[4] = l0[at - 2] - m;
    in[5] = l2[at] - m;
    in[6] = l1[at - 2] - m;
    in[7] = l1[at + 2] - m;
    in[8] = l2[at + 1] - m;
    in[9] = l2[at - 1] - m;
    if (c.first != null) {
      earlier(c.first, in, 10, at, m);
    }
    if (c.second != null) {
      earlier(c.second, in, 15, at, m);
    }
  }

  private static void earlier(PixelsChannel other, double[] in, int i, int at, double m) {
    double[] l0 = other.line(0);
    double[] l1 = other.line(1);
    in[i] = l0[at] - m;
    in[i + 1] = l0[at - 1] - m;
    in[i + 2] = l1[at] - m;
    in[i + 3] = l1[at - 1] - m;
    in[i + 4] = l1[at + 1] - m;
  }

  /** Learns the sample that was predicted last. */
  void accept(int column, int value) {
    double weight = 1 / (10 + energy * energy);
    double off = value - parts[CENTRE];
    stacked.update(column, off, weight);
    spatial.update(column, off, weight);
    int base = (column + PixelsChannel.MARGIN) * COUNT;
    for (int q = 0; q < COUNT; q++) {
      double d = value - parts[q];
      errors[base + q] = d < 0 ? -d : d;
    }
  }
}
