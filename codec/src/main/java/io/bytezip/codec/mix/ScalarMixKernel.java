package io.bytezip.codec.mix;

import java.util.Arrays;

/** The definition of the sums, in plain Java. One for each mixer: it holds scratch space. */
final class ScalarMixKernel implements MixKernel {
  private final float[] sums = new float[STRIDE];

  @Override
  public float dot(float[] weights, int offset, float[] inputs, int n) {
    Arrays.fill(sums, 0);
    for (int i = 0; i < n; i += STRIDE) {
      for (int j = 0; j < STRIDE; j++) {
        sums[j] = Math.fma(weights[offset + i + j], inputs[i + j], sums[j]);
      }
    }
    return MixKernel.halves(sums);
  }

  @Override
  public void train(float[] weights, int offset, float[] inputs, int n, float step) {
    for (int i = 0; i < n; i++) {
      weights[offset + i] = Math.fma(inputs[i], step, weights[offset + i]);
    }
  }
}
