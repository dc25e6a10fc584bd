package io.bytezip.modalities;

import java.util.Arrays;

/** Least mean squares with a step of its own for each weight (AdaGrad with forgetting). */
final class AdaptiveLms {
  private final int n;
  private final double rate;
  private final double beta;
  private final double[] weights;
  private final double[] energies;
  private final double[] history;
  private double[] window;
  private int head;
  private double prediction;

  AdaptiveLms(int n, double rate, double beta) {
    this.n = n;
    this.rate = rate;
    this.beta = beta;
    weights = new double[n];
    energies = new double[n];
    history = new double[4 * n];
    head = 3 * n;
    window = new double[n];
  }

  double predict() {
    System.arraycopy(history, head, window, 0, n);
    double p = LeastSquares.dot(weights, window, n);
    if (!(p > -(1 << 20) && p < 1 << 20)) {
      Arrays.fill(weights, 0);
      p = 0;
    }
    prediction = p;
    return p;
  }

  void update(double value) {
    step(weights, energies, window, value - prediction, beta, rate);
    if (head == 0) {
      System.arraycopy(history, 0, history, 3 * n + 1, n - 1);
      head = 3 * n + 1;
    }
    history[--head] = value;
  }

  private static void step(double[] weights, double[] energies, double[] window, double error, double beta, double rate) {
    for (int i = 0; i < weights.length; i++) {
      double g = error * window[i];
      double e = energies[i] * beta + (1 - beta) * g * g;
      energies[i] = e;
      weights[i] += rate * g / (Math.sqrt(e) + 0.001);
    }
  }
}
