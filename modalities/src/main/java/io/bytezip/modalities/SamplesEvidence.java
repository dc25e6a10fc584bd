package io.bytezip.modalities;

import java.util.Arrays;

/**
 * More predictions of one channel of one lane, which only the mixer sees: least squares with long,
 * middle and short memory; a cascade of NLMS filters on the residual of the first, another of
 * AdaGrad filters on the residual of the centre's long least squares (the arrangement of Monkey's
 * Audio, OptimFROG and Sac); and least squares over all predictions, those of the centre, too
 * ("stacking", Wolpert 1992). Memory: about 100 kB.
 */
final class SamplesEvidence {
  private static final int LONG = 32;
  private static final int MIDDLE = 24;
  private static final int SHORT = 8;
  private static final int STAGES = 3;

  /** How many predictions; the last one is the stack's. */
  static final int COUNT = 3 + 2 * STAGES + 1;

  static final int STACK = COUNT - 1;

  /** The most inputs of any least squares here. */
  static final int MOST_INPUTS = LONG;

  private static final double FAST = 0.06;
  private static final double SLOW = 0.01;
  private static final double FIRST_ERROR = 64;

  private final double lowest;
  private final double highest;
  private final OtherChannels channels;
  private final double[][] scratch;
  private final double[] longInputs = new double[LONG];
  private final double[] middleInputs = new double[MIDDLE];
  private final double[] shortInputs = new double[SHORT];
  private final double[] stackInputs = new double[SamplesChannel.PARTS + COUNT - 1];
  private final LeastSquares longSquares = new LeastSquares(LONG, 0.9995, 8, 1);
  private final LeastSquares middleSquares = new LeastSquares(MIDDLE, 0.995, 4, 1);
  private final LeastSquares shortSquares = new LeastSquares(SHORT, 0.95, 1, 1);
  private final LeastSquares stack = new LeastSquares(stackInputs.length, 0.998, 2, 1);
  private final NormalizedLms[] normalized = {
    new NormalizedLms(1024, 0.005, 1),
    new NormalizedLms(256, 0.005, 1),
    new NormalizedLms(16, 0.005, 1)
  };
  private final AdaptiveLms[] adaptive = {
    new AdaptiveLms(256, 0.002), new AdaptiveLms(128, 0.003), new AdaptiveLms(16, 0.005)
  };
  private final double[] normalizedSteps = new double[STAGES];
  private final double[] adaptiveSteps = new double[STAGES];
  private double weight;
  private double first;

  /** The predictions, within the range of samples. */
  final double[] parts = new double[COUNT];

  /** Mean absolute errors of the last 17 or so. */
  final double[] fastErrors = new double[COUNT];

  /** Mean absolute errors of the last 100 or so. */
  final double[] slowErrors = new double[COUNT];

  /** Of the centre. */
  double slowError = FIRST_ERROR;

  SamplesEvidence(double lowest, double highest, OtherChannels channels, double[][] scratch) {
    this.lowest = lowest;
    this.highest = highest;
    this.channels = channels;
    this.scratch = scratch;
    longSquares.start(0, 1);
    middleSquares.start(0, 1);
    shortSquares.start(0, 1);
    stack.start(0, 1);
    Arrays.fill(fastErrors, FIRST_ERROR);
    Arrays.fill(slowErrors, FIRST_ERROR);
  }

  /**
   * Predicts the next sample.
   *
   * @param weight of the next sample in all least squares
   * @param centreParts the predictions of which the centre is made, the long least squares first
   */
  void predict(double weight, double[] centreParts) {
    this.weight = weight;
    channels.fill(longInputs, LONG / 2);
    channels.fill(middleInputs, MIDDLE * 2 / 3);
    channels.fill(shortInputs, SHORT * 3 / 4);
    int n = 0;
    double p = clamp(longSquares.predict(longInputs));
    parts[n++] = p;
    for (int i = 0; i < STAGES; i++) {
      normalizedSteps[i] = normalized[i].predict();
      p += normalizedSteps[i];
      parts[n++] = clamp(p);
    }
    parts[n++] = clamp(middleSquares.predict(middleInputs));
    parts[n++] = clamp(shortSquares.predict(shortInputs));
    first = centreParts[0];
    p = first;
    for (int i = 0; i < STAGES; i++) {
      adaptiveSteps[i] = adaptive[i].predict();
      p += adaptiveSteps[i];
      parts[n++] = clamp(p);
    }
    int k = 0;
    stackInputs[k++] = first;
    for (int i = 1; i < centreParts.length; i++) {
      stackInputs[k++] = centreParts[i] - first;
    }
    for (int i = 0; i < STACK; i++) {
      stackInputs[k++] = parts[i] - first;
    }
    parts[STACK] = clamp(stack.predict(stackInputs));
  }

  /**
   * Learns the sample that was predicted last.
   *
   * @param centre what the centre was, unrounded
   */
  void accept(double value, double centre) {
    longSquares.update(longInputs, value, weight, scratch);
    middleSquares.update(middleInputs, value, weight, scratch);
    shortSquares.update(shortInputs, value, weight, scratch);
    double e = value - parts[0];
    double f = value - first;
    for (int i = 0; i < STAGES; i++) {
      normalized[i].update(e);
      e -= normalizedSteps[i];
      adaptive[i].update(f);
      f -= adaptiveSteps[i];
    }
    stack.update(stackInputs, value, weight, scratch);
    for (int i = 0; i < COUNT; i++) {
      double d = size(value - parts[i]);
      fastErrors[i] += (d - fastErrors[i]) * FAST;
      slowErrors[i] += (d - slowErrors[i]) * SLOW;
    }
    slowError += (size(value - centre) - slowError) * SLOW;
  }

  private static double size(double d) {
    return d < 0 ? -d : d;
  }

  /** 0 when not a number. */
  private double clamp(double v) {
    if (v >= lowest) {
      return v > highest ? highest : v;
    }
    return v < lowest ? lowest : 0;
  }
}
