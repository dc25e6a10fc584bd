package io.bytezip.modalities;

/** The adaptive centre of one channel of one lane. Samples are scaled to units of 16 bits. */
final class SamplesChannel {
  static final int LONG = 32;
  private static final int SHORT = 16;
  private static final int PARTS = 6;
  private static final int PAST = 32;
  private static final double[] MEANS = {1.0 / 2, 1.0 / 8, 1.0 / 32, 1.0 / 128};

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
  private final double[] past = new double[PAST];
  private final double[] parts = new double[PARTS];
  private final double[] steps = new double[4];
  private final double[] errors = new double[PARTS];
  private final double[] magnitudes = {64, 64, 64, 64};

  private SamplesBank bank;
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
    this.unit = bits == 24 ? 1.0 / 256 : 1;
    this.low = -1 << (bits - 1);
    this.high = -1 - low;
    longSquares.start(0, 1);
    shortSquares.start(0, 1);
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

  int difference() {
    double d = (bank.parts[SamplesBank.COUNT - 1] - exact + (exact - centre * unit)) * inverseScale;
    return LogScale.signed(d, 0.015625, 1, 31);
  }

  void predict(SamplesChannel other) {
    double[] in = longInputs;
    if (other == null) {
      System.arraycopy(past, 0, in, 0, LONG);
      System.arraycopy(past, 0, shortInputs, 0, SHORT);
    } else {
      System.arraycopy(past, 0, in, 0, 16);
      System.arraycopy(other.past, 0, in, 16, 16);
      System.arraycopy(past, 0, shortInputs, 0, 8);
      System.arraycopy(other.past, 0, shortInputs, 8, 8);
    }
    double a = longSquares.predict(in);
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
    int whole = (int) up;
    centre = Math.clamp(whole + low, low, high);
    fraction = Math.min((int) ((up - whole) * 16), 15);
    inverseScale = 1 / (magnitudes[2] + 0.125);
  }

  /**
   * Predictions of the value that is coded.
   *
   * @param shift what the coded value has on top of the sample
   */
  void evidence(Evidence evidence, SamplesChannel other, int place, int shift) {
    if (place == 0) {
      if (bank == null) {
        bank = new SamplesBank(low * unit, high * unit, scratch);
      }
      if (other != null && other.bank == null) {
        other.bank = new SamplesBank(low * unit, high * unit, scratch);
      }
      bank.predict(other == null ? null : other.bank, 2 / (magnitudes[2] + magnitudes[1] + 1), parts[0], parts);
    }
    int n = 0;
    for (int i = 0; i < PARTS; i++) {
      double squares = errors[i] * 0.04;
      n = put(evidence, n, parts[i], shift, Math.sqrt(squares) * 0.8);
    }
    n = put(evidence, n, exact, shift, magnitudes[1]);
    n = put(evidence, n, exact, shift, magnitudes[3]);
    for (int i = 0; i < SamplesBank.COUNT - 1; i++) {
      n = put(evidence, n, bank.parts[i], shift, bank.fast[i]);
    }
    int stack = SamplesBank.COUNT - 1;
    n = put(evidence, n, bank.parts[stack], shift, magnitudes[1]);
    n = put(evidence, n, bank.parts[stack], shift, bank.slow[stack]);
    n = put(evidence, n, bank.parts[stack], shift, bank.fast[stack]);
    n = put(evidence, n, exact, shift, magnitudes[2]);
    if (bank.slow[stack] < bank.slow[SamplesBank.COUNT]) {
      evidence.predictions[n - 1] = evidence.predictions[n - 2];
      evidence.errors[n - 1] = evidence.errors[n - 2];
      evidence.predictions[n - 2] = (float) (exact / unit) + shift;
      evidence.errors[n - 2] = (float) (magnitudes[2] / unit + 0.3);
    }
  }

  private int put(Evidence evidence, int n, double prediction, int shift, double error) {
    evidence.predictions[n] = (float) (prediction / unit) + shift;
    evidence.errors[n] = (float) (error / unit + 0.3);
    return n + 1;
  }

  void accept(int sample, int residualBytes) {
    double value = sample * unit;
    highByteBefore = highByte;
    highByte = residualBytes >> (bits - 8);
    secondByte = bits == 8 ? 256 : residualBytes >> (bits - 16) & 255;
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
    if (bank != null) {
      bank.accept(value, exact);
    }
    System.arraycopy(past, 0, past, 1, PAST - 1);
    past[0] = value;
  }

  /** 0 when not a number. */
  private static double clamp(double v, double lowest, double highest) {
    if (v >= lowest) {
      return v > highest ? highest : v;
    }
    return v < lowest ? lowest : 0;
  }
}
