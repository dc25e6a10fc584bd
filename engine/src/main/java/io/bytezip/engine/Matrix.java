package io.bytezip.engine;

/**
 * A weight matrix made ready for products x W^T: transposed and cut into panels of 16 columns, so
 * that a microkernel reads it in one stream. Inputs and outputs that come in groups (heads) are
 * padded to whole panels group by group, with zeros.
 *
 * @param inputs rows, padding included where inputs are grouped
 * @param panels panels of 16 outputs
 * @param packed element (i, 16 p + j) at {@code (p * inputs + i) * 16 + j}
 */
record Matrix(int inputs, int panels, float[] packed) {
  /** Padded number of outputs. */
  int outputs() {
    return panels * Kernel.PANEL;
  }

  /** An all-zero matrix, to be filled by {@link #put}. */
  static Matrix zero(int inputs, int outputs) {
    int panels = Kernel.padded(outputs) / Kernel.PANEL;
    return new Matrix(inputs, panels, new float[Math.multiplyExact(inputs, panels * Kernel.PANEL)]);
  }

  static Matrix of(float[] weights, int outputs, int inputs) {
    return zero(inputs, outputs).put(0, weights, outputs, outputs, inputs, inputs);
  }

  /**
   * Copies weights [outputs, columns], whose groups of {@code outputGroup} outputs and {@code
   * inputGroup} inputs are padded to whole panels (a group as long as the whole input isn't
   * padded), to the outputs from {@code first} on.
   */
  Matrix put(
      int first, float[] weights, int outputs, int outputGroup, int columns, int inputGroup) {
    for (int o = 0; o < outputs; o++) {
      int output = first + o / outputGroup * Kernel.padded(outputGroup) + o % outputGroup;
      int base = output / Kernel.PANEL * inputs * Kernel.PANEL + output % Kernel.PANEL;
      for (int i = 0; i < columns; i++) {
        int input = i / inputGroup * Kernel.padded(inputGroup) + i % inputGroup;
        packed[base + input * Kernel.PANEL] = weights[o * columns + i];
      }
    }
    return this;
  }

  void multiply(Kernel kernel, int m, float[] x, int xStride, float[] out) {
    kernel.multiply(
        m, inputs, x, 0, xStride, packed, 0, inputs * Kernel.PANEL, panels, out, 0, outputs());
  }
}
