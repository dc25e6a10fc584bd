package io.bytezip.engine;

import java.util.Arrays;

/** The reference: plain Java and {@link Math#fma(float, float, float)}; defines the bits. */
final class ScalarKernel implements Kernel {
  @Override
  public String description() {
    return "scalar";
  }

  @Override
  public void multiply(
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
      int cStride) {
    for (int row = 0; row < m; row++) {
      for (int panel = 0; panel < panels; panel++) {
        dot(
            k,
            a,
            aOffset + row * aStride,
            b,
            bOffset + panel * panelStride,
            c,
            cOffset + row * cStride + panel * PANEL);
      }
    }
  }

  private static void dot(
      int k, float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset) {
    Arrays.fill(c, cOffset, cOffset + PANEL, 0f);
    for (int i = 0; i < k; i++) {
      float factor = a[aOffset + i];
      int line = bOffset + i * PANEL;
      for (int j = 0; j < PANEL; j++) {
        c[cOffset + j] = Math.fma(factor, b[line + j], c[cOffset + j]);
      }
    }
  }

  @Override
  public float squares(float[] x, int offset, int n, float mean, float[] partial) {
    Arrays.fill(partial, 0f);
    squaresFrom(0, x, offset, n, mean, partial);
    return Kernel.combine(partial);
  }

  /**
   * Elements from {@code start} on; shared with other kernels for what is left after their last
   * whole block.
   */
  static void squaresFrom(int start, float[] x, int offset, int n, float mean, float[] partial) {
    for (int i = start; i < n; i++) {
      float difference = x[offset + i] - mean;
      partial[i % PANEL] = Math.fma(difference, difference, partial[i % PANEL]);
    }
  }

  @Override
  public float sum(float[] x, int offset, int n, float[] partial) {
    Arrays.fill(partial, 0f);
    sumFrom(0, x, offset, n, partial);
    return Kernel.combine(partial);
  }

  static void sumFrom(int start, float[] x, int offset, int n, float[] partial) {
    for (int i = start; i < n; i++) {
      partial[i % PANEL] += x[offset + i];
    }
  }

  @Override
  public float softmax(float[] x, int offset, int n, float scale, float[] partial) {
    float largest = largestFrom(0, x, offset, n, Float.NEGATIVE_INFINITY);
    Arrays.fill(partial, 0f);
    softmaxFrom(0, x, offset, n, largest, scale, partial);
    return Kernel.combine(partial);
  }

  /** NaN is passed over. */
  static float largestFrom(int start, float[] x, int offset, int n, float largest) {
    float result = largest;
    for (int i = start; i < n; i++) {
      result = x[offset + i] > result ? x[offset + i] : result;
    }
    return result;
  }

  static void softmaxFrom(
      int start, float[] x, int offset, int n, float largest, float scale, float[] partial) {
    for (int i = start; i < n; i++) {
      float e = Exponential.of((x[offset + i] - largest) * scale);
      x[offset + i] = e;
      partial[i % PANEL] += e;
    }
  }

  @Override
  public void swiGlu(
      float[] gate, int gateOffset, float[] up, int upOffset, float[] out, int outOffset, int n) {
    swiGluFrom(0, gate, gateOffset, up, upOffset, out, outOffset, n);
  }

  static void swiGluFrom(
      int start,
      float[] gate,
      int gateOffset,
      float[] up,
      int upOffset,
      float[] out,
      int outOffset,
      int n) {
    for (int i = start; i < n; i++) {
      out[outOffset + i] = Exponential.silu(gate[gateOffset + i]) * up[upOffset + i];
    }
  }
}
