package io.bytezip.modalities;

/** The adaptive centre of one channel of one lane. Samples are scaled to units of 16 bits. */
final class SamplesChannel {
  static final int LONG = 32;
  private static final int SHORT = 16;
  static final int PARTS = 6;

  /** How many predictions the mixer gets. */
  static final int EVIDENCE = PARTS + 2 + SamplesEvidence.COUNT + 3;

  private static final int PAST = 32;

  /** How fast the mean magnitudes of residuals move. */
  static final double[] MEANS = {1.0 / 2, 1.0 / 8, 1.0 / 32, 1.0 / 128};

  private final double unit;
  private final int low;
  private final int high;
  private final int bits;
  private final double[][] scratch;
  private final double[] longInputs = new double[LONG];
  private final double[] shortInputs = new double[SHORT];
  private final LeastSquares longSquares = new LeastSquares(LONG, 0.998, 2, 1);
  private final LeastSquares shortSquares = new LeastSquares(SHORT, 0.985, 2, 1);
  private final NormalizedLms[] cascade = {
    new NormalizedLms(256, 0.05, 1), new NormalizedLms(32, 0.02, 1), new NormalizedLms(16, 0.05, 1)
  };
  private final NormalizedLms signal = new NormalizedLms(32, 0.02, 1);
  private final double[] parts = new double[PARTS];
  private final double[] steps = new double[4];
  private final double[] errors = new double[PARTS];
  private final double[] magnitudes = {64, 64, 64, 64};

  /** The last samples, newest first. */
  final double[] past = new double[PAST];

  private OtherChannels channels;
  private SamplesEvidence more;
  private double exact;
  int centre;
  int fraction;
  int highByte = 256;
  int secondByte = 256;
  int highByteBefore = 256;
  double residual;
  double residualBefore;
  double inverseScale = 1;

  SamplesChannel(int bits, double[][] scratch) {
    this.bits = bits;
    this.scratch = scratch;
    this.unit = unit(bits);
    this.low = -1 << (bits - 1);
    this.high = -1 - low;
    longSquares.start(0, 1);
    shortSquares.start(0, 1);
  }

  /** A sample of so many bits in units of 16 bits; 8 bits are not scaled. */
  static double unit(int bits) {
    return bits == 32 ? 1.0 / 65536 : bits == 24 ? 1.0 / 256 : 1;
  }

  /** Before the first prediction. */
  void look(OtherChannels at) {
    channels = at;
  }

  /** Log mean magnitude of the last residuals: window 0 to 3 for about 2, 8, 32 and 128 of them. */
  int level(int window) {
    return LogScale.level(magnitudes[window], 0.125, 2, 63);
  }

  /**
   * The prediction of the long, the short least squares, the cascade's end, the signal's LMS, less
   * the centre.
   */
  double difference(int which) {
    return (which == 0 ? parts[0] : which == 1 ? parts[4] : which == 2 ? parts[3] : parts[5])
        - exact;
  }

  /** The stack's prediction less the rounded centre, in units of the mean magnitude: 0 to 62. */
  int evidenceDifference() {
    double d = more.parts[SamplesEvidence.STACK] - centre * unit;
    return LogScale.signed(d * inverseScale, 0.015625, 1, 31);
  }

  void predict() {
    channels.fill(longInputs, LONG / 2);
    channels.fill(shortInputs, SHORT / 2);
    double a = longSquares.predict(longInputs);
    double b = shortSquares.predict(shortInputs);
    double lowest = low * unit;
    double highest = high * unit;
    double p0 = clamp(a, lowest, highest);
    steps[0] = p0;
    parts[0] = p0;
    double p = p0;
    for (int i = 0; i < 3; i++) {
      double s = cascade[i].predict();
      steps[i + 1] = s;
      p += s;
      parts[i + 1] = clamp(p, lowest, highest);
    }
    parts[4] = clamp(b, lowest, highest);
    parts[5] = clamp(signal.predict(), lowest, highest);
    double sum = 0;
    double total = 0;
    for (int i = 0; i < PARTS; i++) {
      double e = errors[i] + 0.01;
      double e2 = e * e;
      double weight = 1 / (e2 * e2);
      sum += weight * parts[i];
      total += weight;
    }
    exact = clamp(sum / total, lowest, highest);
    double scaled = exact / unit;
    double up = scaled - low + 0.5;
    long whole = (long) up;
    centre = Math.clamp(whole + low, low, high);
    fraction = Math.min((int) ((up - whole) * 16), 15);
    inverseScale = 1 / (magnitudes[2] + 0.125);
  }

  /** Predicts for the mixer, too; after {@link #predict}. */
  void predictMore() {
    if (more == null) {
      more = new SamplesEvidence(low * unit, high * unit, channels, scratch);
    }
    more.predict(2 / (magnitudes[2] + magnitudes[1] + 1), parts);
  }

  /**
   * Predictions of the value that is coded, and their errors: each with a short memory, the centre
   * and the stack also with others, and last the one of both that has done better.
   *
   * @param origin the sample that counts as 0
   * @param shift what the coded value has on top of that
   */
  void evidence(Evidence evidence, double origin, int shift) {
    int n = 0;
    for (int i = 0; i < PARTS; i++) {
      double squares = errors[i] * 0.04;
      n = put(evidence, n, parts[i], origin, shift, Math.sqrt(squares) * 0.8);
    }
    n = put(evidence, n, exact, origin, shift, magnitudes[1]);
    n = put(evidence, n, exact, origin, shift, magnitudes[3]);
    for (int i = 0; i < SamplesEvidence.STACK; i++) {
      n = put(evidence, n, more.parts[i], origin, shift, more.fastErrors[i]);
    }
    double stack = more.parts[SamplesEvidence.STACK];
    double stackError = more.slowErrors[SamplesEvidence.STACK];
    n = put(evidence, n, stack, origin, shift, magnitudes[1]);
    n = put(evidence, n, stack, origin, shift, stackError);
    double fast = more.fastErrors[SamplesEvidence.STACK];
    if (stackError < more.slowError) {
      n = put(evidence, n, exact, origin, shift, magnitudes[2]);
      put(evidence, n, stack, origin, shift, fast);
    } else {
      n = put(evidence, n, stack, origin, shift, fast);
      put(evidence, n, exact, origin, shift, magnitudes[2]);
    }
  }

  private int put(
      Evidence evidence, int n, double prediction, double origin, int shift, double error) {
    evidence.predictions[n] = (float) (prediction / unit - origin) + shift;
    evidence.errors[n] = (float) (error / unit + 0.3);
    return n + 1;
  }

  void accept(int sample, int residualBytes) {
    double value = sample * unit;
    highByteBefore = highByte;
    highByte = residualBytes >>> (bits - 8);
    secondByte = bits == 8 ? 256 : residualBytes >>> (bits - 16) & 255;
    longSquares.update(longInputs, value, 2 / (magnitudes[2] + magnitudes[1] + 1), scratch);
    shortSquares.update(shortInputs, value, 2 / (magnitudes[2] + magnitudes[1] + 1), scratch);
    double e = value - steps[0];
    for (int i = 0; i < 3; i++) {
      cascade[i].update(e);
      e -= steps[i + 1];
    }
    signal.update(value);
    for (int i = 0; i < PARTS; i++) {
      double d = value - parts[i];
      errors[i] = errors[i] * 0.96 + d * d;
    }
    residualBefore = residual;
    residual = value - exact;
    double m = residual < 0 ? -residual : residual;
    for (int i = 0; i < 4; i++) {
      magnitudes[i] += (m - magnitudes[i]) * MEANS[i];
    }
    if (more != null) {
      more.accept(value, exact);
    }
    System.arraycopy(past, 0, past, 1, PAST - 1);
    past[0] = value;
  }

  /** 0 when not a number. */
  static double clamp(double v, double lowest, double highest) {
    if (v >= lowest) {
      return v > highest ? highest : v;
    }
    return v < lowest ? lowest : 0;
  }
}
