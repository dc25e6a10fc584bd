package io.bytezip.modalities;

/**
 * Exponentially forgetting least squares: keeps A = sum of l^age w x x' and b = sum of l^age w x y,
 * and solves (A + r I) w = b by LDL' decomposition every few updates.
 *
 * <p>All loops are element-wise row updates in a fixed order (right-looking elimination of the
 * augmented matrix [A b]), in separate row arrays so that they can be vectorised without a change
 * of bits. Pivots are kept at r or above, so weights are finite for every finite input. Memory:
 * about 8 n^2 bytes for the triangle and as much for the factor, which may be shared.
 */
final class LeastSquares {
  private final int n;
  private final double forgetting;
  private final int every;
  private final double ridge;
  private final double[][] normal;
  private final double[] weights;
  private int untilSolve;

  /**
   * @param n number of inputs
   * @param forgetting factor by which the past fades at each update
   * @param every updates between two solutions
   * @param ridge what is added to the diagonal, greater than 0
   */
  LeastSquares(int n, double forgetting, int every, double ridge) {
    this.n = n;
    this.forgetting = forgetting;
    this.every = every;
    this.ridge = ridge;
    this.normal = rows(n);
    this.weights = new double[n];
    this.untilSolve = every;
  }

  /**
   * Scratch space for {@link #update}, shared by all solvers of at most {@code n} inputs that one
   * thread uses in turn.
   */
  static double[][] rows(int n) {
    return new double[n][n + 1];
  }

  /** The prediction for inputs {@code x[0..n)}. */
  double predict(double[] x) {
    return dot(weights, x, n);
  }

  /** Sets the weights that hold until the first solution. */
  void start(int input, double weight) {
    weights[input] = weight;
  }

  /** Learns that inputs {@code x[0..n)} led to {@code y}. */
  void update(double[] x, double y, double weight, double[][] scratch) {
    double l = forgetting;
    for (int i = 0; i < n; i++) {
      double[] row = normal[i];
      double f = x[i] * weight;
      for (int j = i; j < n; j++) {
        row[j] = row[j] * l + f * x[j];
      }
      row[n] = row[n] * l + f * y;
    }
    if (--untilSolve == 0) {
      untilSolve = every;
      solve(scratch);
    }
  }

  private void solve(double[][] u) {
    int n1 = n + 1;
    for (int i = 0; i < n; i++) {
      System.arraycopy(normal[i], i, u[i], i, n1 - i);
      u[i][i] += ridge;
    }
    solve(u, weights, n, ridge);
  }

  /**
   * Solves the first {@code n} rows of the augmented upper triangle {@code u}, which is used up.
   *
   * @param ridge pivots are kept at this or above
   */
  static void solve(double[][] u, double[] weights, int n, double ridge) {
    int n1 = n + 1;
    for (int k = 0; k < n; k++) {
      double[] pivotRow = u[k];
      double pivot = pivotRow[k];
      if (!(pivot >= ridge)) {
        pivot = ridge;
      }
      double inverse = 1.0 / pivot;
      pivotRow[k] = inverse;
      for (int i = k + 1; i < n; i++) {
        subtract(u[i], pivotRow, pivotRow[i] * inverse, i, n1);
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      double[] row = u[i];
      double s0 = row[n];
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      int j = i + 1;
      for (; j + 3 < n; j += 4) {
        s0 -= row[j] * weights[j];
        s1 -= row[j + 1] * weights[j + 1];
        s2 -= row[j + 2] * weights[j + 2];
        s3 -= row[j + 3] * weights[j + 3];
      }
      for (; j < n; j++) {
        s0 -= row[j] * weights[j];
      }
      weights[i] = ((s0 + s1) + (s2 + s3)) * row[i];
    }
  }

  private static void subtract(double[] row, double[] pivotRow, double f, int from, int to) {
    for (int j = from; j < to; j++) {
      row[j] -= f * pivotRow[j];
    }
  }

  /**
   * The sum of products in four interleaved chains: a fixed order that leaves the processor
   * something to do.
   */
  static double dot(double[] a, double[] b, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < n; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
