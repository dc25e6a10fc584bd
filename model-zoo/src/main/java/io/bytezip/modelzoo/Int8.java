package io.bytezip.modelzoo;

/**
 * Eight bits a number: each row of a matrix or table has a scale, and a number is an integer from
 * -127 to 127 times the scale of its row (symmetric, by rows: Dettmers et al. 2022, "LLM.int8()",
 * section 2.1).
 *
 * <p>The scale is the least float16 number that is at least a 127th of the row's greatest
 * magnitude, and never below 2^-16: from there on float16 is dense enough that the greatest becomes
 * 127 or -127, so that what was rounded once stays as it is when it is rounded again. The product
 * of integer and scale is exact in float32, hence the same on every machine.
 */
public final class Int8 {
  private static final int MOST = 127;
  private static final float LEAST_SCALE = 0x1p-16f;

  private Int8() {}

  /**
   * The scale of a row.
   *
   * @return a float16 number, infinite where the row has a number that is not finite or one too
   *     large
   */
  static float scale(float[] values, int from, int columns) {
    float most = 0;
    for (int i = from; i < from + columns; i++) {
      float magnitude = Math.abs(values[i]);
      if (!Float.isFinite(magnitude)) {
        return Float.POSITIVE_INFINITY;
      }
      most = Math.max(most, magnitude);
    }
    short half = Float.floatToFloat16(most / MOST);
    if (Float.float16ToFloat(half) * MOST < most) {
      half++;
    }
    return Math.max(LEAST_SCALE, Float.float16ToFloat(half));
  }

  /** The integer that stands for a number: the nearest, ties to even. */
  static byte integer(float value, float scale) {
    return (byte) Math.rint(value / scale);
  }

  /**
   * Rounds rows to what their eight bits will say.
   *
   * @param values from {@code from}, {@code rows} rows of {@code columns} numbers; rounded in place
   */
  public static void round(float[] values, int from, int rows, int columns) {
    for (int row = from; row < from + rows * columns; row += columns) {
      float scale = scale(values, row, columns);
      for (int i = row; i < row + columns; i++) {
        values[i] = integer(values[i], scale) * scale;
      }
    }
  }
}
