package io.bytezip.modalities;

import java.util.Arrays;

/**
 * Least squares that forget by distance in the plane: the normal equations of the sample at column
 * u, d rows above, weigh across^|x - u| down^d. Kept as, for every column, the sum over the rows
 * above (two-sided across) and a running sum of the row at hand, so that a sample costs a few
 * passes over one triangle, and a solution.
 *
 * <p>Loops are element-wise in a fixed order. Memory: 4 n (n + 5) bytes a column.
 */
final class LocalSquares {
  private final int n;
  private final int terms;
  private final double across;
  private final double down;
  private final double ridge;
  private final double[][] above;
  private final double[][] inputs;
  private final double[] targets;
  private final double[] importance;
  private final double[] left;
  private final double[] weights;

  LocalSquares(int n, int columns, double across, double down, double ridge) {
    this.n = n;
    this.terms = n * (n + 3) / 2;
    this.across = across;
    this.down = down;
    this.ridge = ridge;
    above = new double[columns][terms];
    inputs = new double[columns][n];
    targets = new double[columns];
    importance = new double[columns];
    left = new double[terms];
    weights = new double[n];
  }

  /** Where the inputs of the sample at a column go. */
  double[] inputs(int column) {
    return inputs[column];
  }

  /** Forgets everything. */
  void clear() {
    for (double[] a : above) {
      Arrays.fill(a, 0);
    }
    Arrays.fill(left, 0);
  }

  /** A row of {@code width} columns ends. */
  void endRow(int width) {
    double[] sum = left;
    Arrays.fill(sum, 0);
    for (int u = 0; u < width; u++) {
      decay(sum, across);
      add(sum, inputs[u], targets[u], importance[u]);
      merge(above[u], sum, down);
    }
    Arrays.fill(sum, 0);
    for (int u = width - 1; u >= 0; u--) {
      merge(above[u], sum, 1);
      add(sum, inputs[u], targets[u], importance[u]);
      decay(sum, across);
    }
    Arrays.fill(sum, 0);
  }

  private static void decay(double[] sum, double factor) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] *= factor;
    }
  }

  private static void merge(double[] sum, double[] more, double factor) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] = sum[i] * factor + more[i];
    }
  }

  private void add(double[] sum, double[] x, double y, double weight) {
    int at = 0;
    for (int i = 0; i < n; i++) {
      double f = x[i] * weight;
      row(sum, at - i, x, f, i);
      at += n - i;
      sum[at++] += f * y;
    }
  }

  private static void row(double[] sum, int offset, double[] x, double f, int from) {
    for (int j = from; j < x.length; j++) {
      sum[offset + j] += f * x[j];
    }
  }

  /** The prediction for the inputs of a column. */
  double predict(int column, double[][] u) {
    double[] a = above[column];
    int at = 0;
    int n1 = n + 1;
    for (int i = 0; i < n; i++) {
      double[] row = u[i];
      int o = at - i;
      for (int j = i; j < n1; j++) {
        row[j] = a[o + j] * down + left[o + j];
      }
      row[i] += ridge;
      at += n1 - i;
    }
    LeastSquares.solve(u, weights, n, ridge);
    return LeastSquares.dot(weights, inputs[column], n);
  }

  /** Learns the target of the column's inputs. */
  void update(int column, double y, double weight) {
    targets[column] = y;
    importance[column] = weight;
    add(left, inputs[column], y, weight);
    decay(left, across);
  }
}
