package io.bytezip.modalities;

import java.util.Arrays;

/**
 * Least mean squares with a step width of its own for each weight, by the recent root mean square
 * of its gradients (RMSProp; Sac's "LMS-ADA"). Memory: 56 n bytes.
 */
final class AdaptiveLms {
  /** No prediction of 16-bit values is this large unless the filter has diverged. */
  private static final double LIMIT = 1 << 20;

  private static final double FORGETTING = 0.98;
  private static final double FLOOR = 0.001;

  private final int n;
  private final double rate;
  private final double[] weights;
  private final double[] energies;
  private final double[] history;
  private final double[] window;
  private int head;
  private double prediction;

  /**
   * @param n how many values it looks back
   * @param rate step width for a gradient of usual size
   */
  AdaptiveLms(int n, double rate) {
    this.n = n;
    this.rate = rate;
    weights = new double[n];
    energies = new double[n];
    history = new double[4 * n];
    head = 3 * n;
    window = new double[n];
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
    step(weights, energies, window, value - prediction, rate);
    if (head == 0) {
      System.arraycopy(history, 0, history, 3 * n + 1, n - 1);
      head = 3 * n + 1;
    }
    history[--head] = value;
  }

  private static void step(
      double[] weights, double[] energies, double[] window, double error, double rate) {
    for (int i = 0; i < weights.length; i++) {
      double gradient = error * window[i];
      double energy = energies[i] * FORGETTING + (1 - FORGETTING) * gradient * gradient;
      energies[i] = energy;
      weights[i] += rate * gradient / (Math.sqrt(energy) + FLOOR);
    }
  }
}
