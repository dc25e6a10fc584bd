package io.bytezip.eval;

import java.util.zip.Deflater;

/**
 * The size of the PNG file that a careful encoder makes of a picture. (ImageIO's own encoder never
 * filters, which would flatter whoever stands beside it.)
 *
 * <p>Tried: no filter, Paeth, and the row-by-row choice that the PNG specification (12.8) suggests,
 * with deflate's default strategy; the last with its strategy for filtered data as well. Always
 * level 9. Memory: the picture once more.
 */
final class PngSize {
  /** Signature, IHDR, the frame of one IDAT, IEND. */
  private static final int AROUND = 8 + 25 + 12 + 12;

  private static final int NONE = 0;
  private static final int PAETH = 4;
  private static final int ADAPTIVE = 5;

  private PngSize() {}

  /**
   * @param bytes end with the samples of the picture
   */
  static long of(byte[] bytes, Content.Picture picture) {
    int pixel = picture.bands() * picture.bits() / 8;
    int row = picture.width() * pixel;
    int start = (int) (bytes.length - picture.length());
    byte[] adaptive = filtered(bytes, start, row, picture.height(), pixel, ADAPTIVE);
    long best =
        Math.min(
            deflated(adaptive, Deflater.DEFAULT_STRATEGY), deflated(adaptive, Deflater.FILTERED));
    for (int filter : new int[] {NONE, PAETH}) {
      byte[] data = filtered(bytes, start, row, picture.height(), pixel, filter);
      best = Math.min(best, deflated(data, Deflater.DEFAULT_STRATEGY));
    }
    return AROUND + best;
  }

  private static long deflated(byte[] data, int strategy) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setStrategy(strategy);
      deflater.setInput(data);
      deflater.finish();
      byte[] buffer = new byte[1 << 16];
      while (!deflater.finished()) {
        deflater.deflate(buffer);
      }
      return deflater.getBytesWritten();
    } finally {
      deflater.end();
    }
  }

  private static byte[] filtered(
      byte[] bytes, int start, int row, int height, int pixel, int filter) {
    byte[] out = new byte[(row + 1) * height];
    byte[] candidate = new byte[row];
    for (int y = 0; y < height; y++) {
      int at = start + y * row;
      int target = y * (row + 1);
      long least = Long.MAX_VALUE;
      int from = filter == ADAPTIVE ? NONE : filter;
      int to = filter == ADAPTIVE ? PAETH : filter;
      for (int kind = from; kind <= to; kind++) {
        long sum = filter(kind, bytes, at, row, pixel, y > 0, candidate);
        if (sum < least) {
          least = sum;
          out[target] = (byte) kind;
          System.arraycopy(candidate, 0, out, target + 1, row);
        }
      }
    }
    return out;
  }

  /** Filters one row; returns the sum of the magnitudes of the bytes, taken as signed. */
  private static long filter(
      int kind, byte[] bytes, int at, int row, int pixel, boolean above, byte[] out) {
    long sum = 0;
    for (int i = 0; i < row; i++) {
      int left = i >= pixel ? bytes[at + i - pixel] & 255 : 0;
      int up = above ? bytes[at + i - row] & 255 : 0;
      int corner = above && i >= pixel ? bytes[at + i - row - pixel] & 255 : 0;
      int prediction =
          switch (kind) {
            case NONE -> 0;
            case 1 -> left;
            case 2 -> up;
            case 3 -> (left + up) / 2;
            default -> paeth(left, up, corner);
          };
      out[i] = (byte) (bytes[at + i] - prediction);
      sum += Math.abs(out[i]);
    }
    return sum;
  }

  private static int paeth(int left, int up, int corner) {
    int estimate = left + up - corner;
    int byLeft = Math.abs(estimate - left);
    int byUp = Math.abs(estimate - up);
    int byCorner = Math.abs(estimate - corner);
    if (byLeft <= byUp && byLeft <= byCorner) {
      return left;
    }
    return byUp <= byCorner ? up : corner;
  }
}
