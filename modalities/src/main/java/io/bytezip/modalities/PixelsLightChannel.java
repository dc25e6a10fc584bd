package io.bytezip.modalities;

/** The predictions of one channel of a {@link PixelsLightLane}. */
final class PixelsLightChannel {
  /** Three simple ones, a least squares, and the blend of them. */
  static final int PREDICTIONS = 5;

  private static final int SQUARES = 3;
  private static final int BLEND = 4;
  private static final int OWN = 6;
  private static final int EARLIER = 4;
  private static final int MOST_INPUTS = OWN + 2 * EARLIER;

  private final int top;
  private final PixelsLightChannel first;
  private final PixelsLightChannel second;
  private final double[][] scratch;
  private final LeastSquares squares;
  private final double[] inputs;
  private final double[] predictions = new double[PREDICTIONS];
  private final double[] near = new double[PREDICTIONS];

  /** Absolute errors, of this row up to the column at hand, of the row above from there on. */
  private final float[] errors;

  private int w;
  private int n;
  private int nw;
  private int ne;
  private int value;
  private double mean;
  private double residual;

  private PixelsLightChannel(
      int bits,
      int columns,
      PixelsLightChannel first,
      PixelsLightChannel second,
      double[][] scratch) {
    this.top = (1 << bits) - 1;
    this.first = first;
    this.second = second;
    this.scratch = scratch;
    int shared = EARLIER * ((first == null ? 0 : 1) + (second == null ? 0 : 1));
    inputs = new double[shared + OWN];
    squares = new LeastSquares(shared + OWN, 0.998, 8, 1);
    squares.start(shared, 0.5);
    squares.start(shared + 1, 0.5);
    if (shared > 0) {
      squares.start(shared - EARLIER, 1);
      squares.start(shared - EARLIER + 1, -0.5);
      squares.start(shared - EARLIER + 2, -0.5);
    }
    errors = new float[(columns + 2) * PREDICTIONS];
  }

  /**
   * Those of a lane, alpha first, then green, red, blue.
   *
   * @param bits of a sample, 8 or 16
   * @param columns of which errors are kept
   */
  static PixelsLightChannel[] channels(int channels, int bits, int columns) {
    PixelsLightChannel[] state = new PixelsLightChannel[channels];
    double[][] scratch = LeastSquares.rows(MOST_INPUTS);
    for (int i = 0; i < channels; i++) {
      int colour = PixelsWalk.colour(channels, i);
      PixelsLightChannel first = colour > 0 ? state[i - colour] : null;
      PixelsLightChannel second = colour > 1 ? state[i - 1] : null;
      state[i] = new PixelsLightChannel(bits, columns, first, second, scratch);
    }
    return state;
  }

  void predict(int column, int w, int n, int nw, int ne, int ww, int nn) {
    this.w = w;
    this.n = n;
    this.nw = nw;
    this.ne = ne;
    double m = (w + n) * 0.375 + (nw + ne) * 0.125;
    mean = m;
    int i = 0;
    if (second != null) {
      i = second.share(inputs, i);
    }
    if (first != null) {
      i = first.share(inputs, i);
    }
    inputs[i] = w - m;
    inputs[i + 1] = n - m;
    inputs[i + 2] = nw - m;
    inputs[i + 3] = ne - m;
    inputs[i + 4] = ww - m;
    inputs[i + 5] = nn - m;
    predictions[0] = median(w, n, nw);
    if (first == null) {
      predictions[1] = clamp(w + ne - n);
      predictions[2] = PixelsChannel.clamp((w + n) * 0.5 + (ne - nw) * 0.25, m, top);
    } else {
      predictions[1] = clamp(first.value + median(w - first.w, n - first.n, nw - first.nw));
      predictions[2] =
          second == null
              ? PixelsChannel.clamp(first.value + (w - first.w + n - first.n) * 0.5, m, top)
              : clamp(second.value + median(w - second.w, n - second.n, nw - second.nw));
    }
    predictions[SQUARES] = PixelsChannel.clamp(m + squares.predict(inputs), m, top);
    int at = (column + 1) * PREDICTIONS;
    double sum = 0;
    double total = 0;
    for (int q = 0; q < PREDICTIONS; q++) {
      int b = at + q;
      double e = 0.4 * (errors[b - PREDICTIONS] + errors[b]) + 0.2 * errors[b + PREDICTIONS];
      near[q] = e;
      if (q != BLEND) {
        double weight = 1 / (e * e + 0.1);
        weight *= weight;
        sum += weight * predictions[q];
        total += weight;
      }
    }
    predictions[BLEND] = PixelsChannel.clamp(sum / total, m, top);
  }

  private int share(double[] in, int i) {
    double m = mean;
    in[i] = value - m;
    in[i + 1] = w - m;
    in[i + 2] = n - m;
    in[i + 3] = ne - m;
    return i + EARLIER;
  }

  /**
   * Predictions and their errors, the blend last.
   *
   * @param shift what the coded value has on top of the sample
   */
  void write(Evidence e, int shift) {
    for (int q = 0; q < PREDICTIONS; q++) {
      e.predictions[q] = (float) predictions[q] + shift;
      e.errors[q] = (float) (near[q] + 0.2);
    }
    e.focus = (float) predictions[BLEND] + shift;
    e.spread = (float) (near[BLEND] + 0.2);
  }

  double exact() {
    return predictions[BLEND];
  }

  double energy() {
    return near[BLEND];
  }

  int west() {
    return w;
  }

  int north() {
    return n;
  }

  /**
   * What the first colour of the pixel is; where there is none, the neighbour to the upper right.
   */
  int firstValue() {
    return first == null ? ne : first.value;
  }

  /**
   * What the second colour of the pixel is; where there is none, the neighbour to the upper left.
   */
  int secondValue() {
    return second == null ? nw : second.value;
  }

  double firstResidual() {
    return first == null ? 0 : first.residual;
  }

  double secondResidual() {
    return second == null ? 0 : second.residual;
  }

  void accept(int column, int value) {
    this.value = value;
    double energy = near[BLEND];
    squares.update(inputs, value - mean, 1 / (10 + energy * energy), scratch);
    int at = (column + 1) * PREDICTIONS;
    for (int q = 0; q < PREDICTIONS; q++) {
      double d = value - predictions[q];
      errors[at + q] = (float) (d < 0 ? -d : d);
    }
    residual = value - predictions[BLEND];
  }

  private int clamp(int v) {
    return Math.clamp(v, 0, top);
  }

  private static int median(int w, int n, int nw) {
    int high = Math.max(w, n);
    int low = Math.min(w, n);
    return nw >= high ? low : nw <= low ? high : w + n - nw;
  }
}
