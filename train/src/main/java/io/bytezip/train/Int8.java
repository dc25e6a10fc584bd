package io.bytezip.train;

import io.bytezip.train.FlatParameters.Slice;

/**
 * Rounding to 8 bits, to see what it costs: every row of a matrix or table has one scale, its
 * greatest magnitude over 127, and each number becomes the nearest multiple of it from -127 to 127
 * (symmetric, by rows: Dettmers et al. 2022, "LLM.int8()", section 2.1). Norms and biases stay.
 */
final class Int8 {
  private static final int LEVELS = 127;

  private Int8() {}

  /** A copy of a model's values, rounded. */
  static float[] round(FlatParameters flat, float[] values) {
    float[] rounded = values.clone();
    for (Slice slice : flat.slices().values()) {
      if (slice.shape().size() == 2) {
        int columns = slice.shape().get(1);
        for (int row = 0; row < slice.shape().get(0); row++) {
          round(rounded, slice.offset() + row * columns, columns);
        }
      }
    }
    return rounded;
  }

  private static void round(float[] values, int from, int count) {
    float most = 0;
    for (int i = from; i < from + count; i++) {
      most = Math.max(most, Math.abs(values[i]));
    }
    if (most == 0) {
      return;
    }
    float scale = most / LEVELS;
    for (int i = from; i < from + count; i++) {
      values[i] = Math.round(values[i] / scale) * scale;
    }
  }
}
