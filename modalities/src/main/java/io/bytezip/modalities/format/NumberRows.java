package io.bytezip.modalities.format;

/**
 * How an array's numbers lie side by side.
 *
 * @param row how many there are in a row of the raster that the innermost dimensions are, 0 if
 *     there is none
 * @param channels how many belong to one pixel or frame, 1 to 4; divides the row
 */
record NumberRows(long row, int channels) {
  private static final int MAX_CHANNELS = 4;

  /** Numbers without any order. */
  static final NumberRows NONE = new NumberRows(0, 1);

  /** Of an array whose last dimension's numbers lie side by side; each is 0 or more. */
  static NumberRows of(long[] shape) {
    if (shape.length == 0) {
      return NONE;
    }
    long last = shape[shape.length - 1];
    boolean pixels = last >= 2 && last <= MAX_CHANNELS;
    if (!pixels) {
      return new NumberRows(shape.length > 1 ? last : 0, 1);
    }
    long row = shape.length > 2 ? Math.multiplyExact(last, shape[shape.length - 2]) : 0;
    return new NumberRows(row, (int) last);
  }
}
