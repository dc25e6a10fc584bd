package io.bytezip.engine;

/**
 * The arithmetic of a forward pass whose speed matters. Every implementation returns the same bits:
 *
 * <ul>
 *   <li>an element of a matrix product starts at +0 and accumulates over k in sequence, one fused
 *       multiply-add each;
 *   <li>a sum over a row is 16 partial sums (element i goes to partial sum i mod 16, in sequence),
 *       combined by {@link #combine};
 *   <li>everything else is elementwise, with the operations in the order of {@link ScalarKernel}.
 * </ul>
 *
 * <p>Implementations are stateless. {@code partial} is scratch space of 16 floats.
 */
interface Kernel {
  /** Columns of a weight panel, and the number of partial sums. */
  int PANEL = 16;

  /** What this kernel is, for people: {@code scalar}, or {@code vector} and its width. */
  String description();

  /**
   * c = a b for a row-major a (m x k) and a b (k x 16 {@code panels}) in panels of 16 columns:
   * element (i, 16 p + j) of b is {@code b[bOffset + p * panelStride + 16 * i + j]}. Rows of c are
   * 16 {@code panels} long, {@code cStride} apart, and may not overlap a or b.
   */
  void multiply(
      int m,
      int k,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      int panelStride,
      int panels,
      float[] c,
      int cOffset,
      int cStride);

  /** The sum of the squares of {@code x[offset .. offset + n - 1]} minus {@code mean}. */
  float squares(float[] x, int offset, int n, float mean, float[] partial);

  /** The sum of {@code x[offset .. offset + n - 1]}. */
  float sum(float[] x, int offset, int n, float[] partial);

  /**
   * Replaces {@code x[i]} by {@code exp((x[i] - largest) * scale)}, where largest is the row's
   * largest element; returns the sum of the new elements.
   */
  float softmax(float[] x, int offset, int n, float scale, float[] partial);

  /** {@code out[i] = silu(gate[i]) * up[i]}. */
  void swiGlu(
      float[] gate, int gateOffset, float[] up, int upOffset, float[] out, int outOffset, int n);

  /** Sums the 16 partial sums pairwise: 8 apart, 4 apart, 2 apart, neighbours. Overwrites them. */
  static float combine(float[] partial) {
    for (int half = PANEL / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        partial[i] += partial[i + half];
      }
    }
    return partial[0];
  }

  /** {@code n} rounded up to whole panels. */
  static int padded(int n) {
    return (n + PANEL - 1) / PANEL * PANEL;
  }
}
