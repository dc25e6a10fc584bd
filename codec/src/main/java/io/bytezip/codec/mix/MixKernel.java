package io.bytezip.codec.mix;

/**
 * The two loops of a mixer. Lengths are multiples of {@link #STRIDE}; a sum of products is taken in
 * 16 partial sums, partial sum j over the inputs j, j + 16, j + 32 and so on by fma, which are then
 * added in halves: j and j + 8, j and j + 4, j and j + 2, 0 and 1. So the width of vectors has no
 * part in the result.
 */
interface MixKernel {
  int STRIDE = 16;

  /** The sum of {@code weights[offset + i] * inputs[i]} over {@code n} inputs. */
  float dot(float[] weights, int offset, float[] inputs, int n);

  /** {@code weights[offset + i] = fma(inputs[i], step, weights[offset + i])}. */
  void train(float[] weights, int offset, float[] inputs, int n, float step);

  /** Adds 16 partial sums. */
  static float halves(float[] sums) {
    for (int half = STRIDE / 2; half > 0; half >>= 1) {
      for (int j = 0; j < half; j++) {
        sums[j] += sums[j + half];
      }
    }
    return sums[0];
  }
}
