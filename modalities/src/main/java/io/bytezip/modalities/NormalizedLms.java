package io.bytezip.modalities;

import java.util.Arrays;

/** Normalised least mean squares over the last n values. Memory: 48 n bytes. */
final class NormalizedLms {
  /** No prediction of 16-bit values is this large unless the filter has diverged. */
  private static final double LIMIT = 1 << 20;

  private final int n;
  private final double rate;
  private final double floor;
  private final double[] weights;
  private final double[] history;
  private double[] window;
  private int head;
  private double power;
  private double prediction;

  /**
   * @param n how many values it looks back; a power of two is not needed
   * @param rate step width, between 0 and 1
   * @param floor added to the mean power
   */
  NormalizedLms(int n, double rate, double floor) {
    this.n = n;
    this.rate = rate;
    this.floor = floor;
    this.weights = new double[n];
    this.history = new double[4 * n];
    this.head = 3 * n;
    this.window = new double[n];
  }

  double predict() {
    System.arraycopy(history, head, window, 0, n);
    double p = LeastSquares.dot(weights, window, n);
    if (!(p > -LIMIT && p < LIMIT)) {
      Arrays.fill(weights, 0);
      p = 0;
    }
    prediction = p;
    return p;
  }

  void update(double value) {
    double f = rate * (value - prediction) / (power + floor);
    step(weights, window, f);
    double gone = window[n - 1];
    power += value * value - gone * gone;
    if (!(power >= 0)) {
      power = 0;
    }
    if (head == 0) {
      System.arraycopy(history, 0, history, 3 * n + 1, n - 1);
      head = 3 * n + 1;
      double p = 0;
      for (int i = 0; i < n - 1; i++) {
        p += history[head + i] * history[head + i];
      }
      power = p + value * value;
    }
    history[--head] = value;
  }

  private static void step(double[] weights, double[] window, double f) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] += f * window[i];
    }
  }
}
