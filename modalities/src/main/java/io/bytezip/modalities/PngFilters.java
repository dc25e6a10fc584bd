package io.bytezip.modalities;

/**
 * PNG's row filters (PNG specification, section 9): rows of filtered bytes, each behind its
 * filter's number, and back.
 */
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
   * Filters the row that begins at {@code row} in {@code pixels} into {@code target} from {@code
   * at} on.
   */
  static void apply(
      int filter,
      byte[] pixels,
      int row,
      int rowBytes,
      int pixelBytes,
      boolean first,
      byte[] target,
      int at) {
    for (int i = 0; i < rowBytes; i++) {
      int left = i >= pixelBytes ? pixels[row + i - pixelBytes] & 255 : 0;
      int up = first ? 0 : pixels[row + i - rowBytes] & 255;
      int corner = first || i < pixelBytes ? 0 : pixels[row + i - rowBytes - pixelBytes] & 255;
      target[at + i] = (byte) (pixels[row + i] - prediction(filter, left, up, corner));
    }
  }

  /**
   * Undoes {@link #apply}: reads filtered bytes at {@code at} and writes the row at {@code row} of
   * {@code pixels}.
   */
  static void undo(
      int filter,
      byte[] filtered,
      int at,
      byte[] pixels,
      int row,
      int rowBytes,
      int pixelBytes,
      boolean first) {
    for (int i = 0; i < rowBytes; i++) {
      int left = i >= pixelBytes ? pixels[row + i - pixelBytes] & 255 : 0;
      int up = first ? 0 : pixels[row + i - rowBytes] & 255;
      int corner = first || i < pixelBytes ? 0 : pixels[row + i - rowBytes - pixelBytes] & 255;
      pixels[row + i] = (byte) (filtered[at + i] + prediction(filter, left, up, corner));
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
