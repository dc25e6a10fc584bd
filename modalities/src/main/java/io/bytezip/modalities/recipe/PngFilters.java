package io.bytezip.modalities.recipe;

/** PNG's row filters (PNG specification, section 9): rows of filtered bytes, and back. */
final class PngFilters {
  private static final int NONE = 0;
  private static final int SUB = 1;
  private static final int UP = 2;
  private static final int AVERAGE = 3;
  private static final int PAETH = 4;

  /** The number of filters. */
  static final int COUNT = 5;

  private PngFilters() {}

  /**
   * Filters a row into {@code target} from index 1 on.
   *
   * @param above the row above, zeros for the first
   * @param unit bytes of a pixel, 1 for smaller ones
   */
  static void apply(int filter, byte[] row, byte[] above, int unit, byte[] target) {
    for (int i = 0; i < row.length; i++) {
      int left = i >= unit ? row[i - unit] & 255 : 0;
      int corner = i >= unit ? above[i - unit] & 255 : 0;
      target[i + 1] = (byte) (row[i] - prediction(filter, left, above[i] & 255, corner));
    }
  }

  /** Undoes {@link #apply}: reads a row's filtered bytes at {@code at}. */
  static void undo(int filter, byte[] filtered, int at, byte[] above, int unit, byte[] row) {
    for (int i = 0; i < row.length; i++) {
      int left = i >= unit ? row[i - unit] & 255 : 0;
      int corner = i >= unit ? above[i - unit] & 255 : 0;
      row[i] = (byte) (filtered[at + i] + prediction(filter, left, above[i] & 255, corner));
    }
  }

  private static int prediction(int filter, int left, int up, int corner) {
    return switch (filter) {
      case NONE -> 0;
      case SUB -> left;
      case UP -> up;
      case AVERAGE -> left + up >> 1;
      case PAETH -> paeth(left, up, corner);
      default -> throw new IllegalArgumentException("filter " + filter);
    };
  }

  private static int paeth(int left, int up, int corner) {
    int estimate = left + up - corner;
    int toLeft = Math.abs(estimate - left);
    int toUp = Math.abs(estimate - up);
    int toCorner = Math.abs(estimate - corner);
    if (toLeft <= toUp && toLeft <= toCorner) {
      return left;
    }
    return toUp <= toCorner ? up : corner;
  }
}
