package io.bytezip.modalities;

/**
 * The centre of one channel, for mixers in a hurry: least squares that are solved now and then, two
 * stages of LMS on what they leave, and the blend of all three. Memory: 8 kB.
 */
final class SamplesLightChannel {
  /** The three, and their blend with a short and with a long memory of its errors. */
  static final int PREDICTIONS = 5;

  private static final int PAST = 16;
  private static final int STAGES = 3;

  private final double unit;
  private final int low;
  private final int high;
  private final double[][] scratch;
  private final LeastSquares squares = new LeastSquares(PAST, 0.998, 8, 1);
  private final NormalizedLms[] cascade = {
    new NormalizedLms(32, 0.005, 1), new NormalizedLms(16, 0.01, 1)
  };
  private final double[] inputs = new double[PAST];
  private final double[] parts = new double[STAGES];
  private final double[] steps = new double[STAGES];
  private final double[] errors = new double[STAGES];
  private final double[] magnitudes = {64, 64, 64, 64};

  /** The last samples, newest first. */
  final double[] past = new double[PAST];

  private OtherChannels channels;
  private double exact;
  private double residual;
  private int centre;

  SamplesLightChannel(int bits, double[][] scratch) {
    this.scratch = scratch;
    unit = SamplesChannel.unit(bits);
    low = -1 << (bits - 1);
    high = -1 - low;
    squares.start(0, 1);
  }

  /** Before the first prediction. */
  void look(OtherChannels at) {
    channels = at;
  }

  /** Scratch space for the channels of a lane. */
  static double[][] scratch() {
    return LeastSquares.rows(PAST);
  }

  /** What is taken from a sample before it is coded. */
  int centre() {
    return centre;
  }

  /** Log mean magnitude of the last residuals: window 0 to 3 for about 2, 8, 32 and 128 of them. */
  int level(int window) {
    return LogScale.level(magnitudes[window], 0.125, 2, 63);
  }

  /** The last residual in units of the mean magnitude, 0 to 16. */
  int lastResidual(SamplesLightChannel of) {
    return LogScale.signed(residual / (of.magnitudes[2] + 0.125), 0.0625, 0, 8);
  }

  void predict() {
    channels.fill(inputs, PAST / 2);
    double lowest = low * unit;
    double highest = high * unit;
    double p = SamplesChannel.clamp(squares.predict(inputs), lowest, highest);
    steps[0] = p;
    parts[0] = p;
    for (int i = 1; i < STAGES; i++) {
      steps[i] = cascade[i - 1].predict();
      p += steps[i];
      parts[i] = SamplesChannel.clamp(p, lowest, highest);
    }
    double sum = 0;
    double total = 0;
    for (int i = 0; i < STAGES; i++) {
      double e = errors[i] + 0.01;
      double e2 = e * e;
      double weight = 1 / (e2 * e2);
      sum += weight * parts[i];
      total += weight;
    }
    exact = SamplesChannel.clamp(sum / total, lowest, highest);
    centre = Math.clamp((long) (exact / unit - low + 0.5) + low, low, high);
  }

  /**
   * Predictions of the value that is coded, and their errors.
   *
   * @param origin the sample that counts as 0
   * @param shift what the coded value has on top of that
   */
  void write(Evidence e, double origin, int shift) {
    for (int i = 0; i < STAGES; i++) {
      double squareMean = errors[i] * 0.04;
      put(e, i, parts[i], origin, shift, Math.sqrt(squareMean) * 0.8);
    }
    put(e, STAGES, exact, origin, shift, magnitudes[1]);
    put(e, STAGES + 1, exact, origin, shift, magnitudes[3]);
    e.focus = (float) (exact / unit - origin) + shift;
    e.spread = (float) (magnitudes[2] / unit + 0.3);
  }

  private void put(Evidence e, int i, double prediction, double origin, int shift, double error) {
    e.predictions[i] = (float) (prediction / unit - origin) + shift;
    e.errors[i] = (float) (error / unit + 0.3);
  }

  void accept(int sample) {
    double value = sample * unit;
    squares.update(inputs, value, 2 / (magnitudes[2] + magnitudes[1] + 1), scratch);
    double d = value - steps[0];
    for (int i = 1; i < STAGES; i++) {
      cascade[i - 1].update(d);
      d -= steps[i];
    }
    for (int i = 0; i < STAGES; i++) {
      double e = value - parts[i];
      errors[i] = errors[i] * 0.96 + e * e;
    }
    residual = value - exact;
    double size = residual < 0 ? -residual : residual;
    for (int i = 0; i < SamplesChannel.MEANS.length; i++) {
      magnitudes[i] += (size - magnitudes[i]) * SamplesChannel.MEANS[i];
    }
    System.arraycopy(past, 0, past, 1, PAST - 1);
    past[0] = value;
  }
}
