package io.bytezip.engine;

/**
 * A normalisation over rows: RMS norm (Zhang and Sennrich, arXiv 1910.07467) where {@code bias} is
 * null, else layer norm (Ba et al., arXiv 1607.06450).
 */
record NormWeights(float[] weight, float[] bias, float epsilon) {
  /** Normalises one row; {@code out} may be {@code x} at the same offset. */
  void apply(Kernel kernel, float[] x, float[] out, int offset, float[] partial) {
    int n = weight.length;
    if (bias == null) {
      float meanSquare = kernel.squares(x, offset, n, 0f, partial) / n;
      float factor = 1f / (float) Math.sqrt(meanSquare + epsilon);
      for (int i = 0; i < n; i++) {
        out[offset + i] = x[offset + i] * factor * weight[i];
      }
    } else {
      float mean = kernel.sum(x, offset, n, partial) / n;
      float variance = kernel.squares(x, offset, n, mean, partial) / n;
      float factor = 1f / (float) Math.sqrt(variance + epsilon);
      for (int i = 0; i < n; i++) {
        out[offset + i] = Math.fma((x[offset + i] - mean) * factor, weight[i], bias[i]);
      }
    }
  }
}
