package io.bytezip.train;

/**
 * Packs a symbol's context inputs: one byte for inputs of at most 256 values, two for others (taps
 * have 257).
 */
final class ContextPacking {
  private final int[] sizes;
  private final int stride;

  ContextPacking(int[] sizes) {
    this.sizes = sizes.clone();
    int bytes = 0;
    for (int size : sizes) {
      bytes += size <= 256 ? 1 : 2;
    }
    stride = bytes;
  }

  /** Bytes of one symbol's inputs. */
  int stride() {
    return stride;
  }

  void pack(int[] context, byte[] target, int offset) {
    int at = offset;
    for (int i = 0; i < sizes.length; i++) {
      if (context[i] < 0 || context[i] >= sizes[i]) {
        throw new IllegalStateException(
            "context input " + i + " is " + context[i] + " of " + sizes[i]);
      }
      target[at++] = (byte) context[i];
      if (sizes[i] > 256) {
        target[at++] = (byte) (context[i] >> 8);
      }
    }
  }

  /**
   * Writes rows of the merged input table: the inputs' values, each plus the rows of the inputs
   * before it.
   */
  void rows(byte[] source, int offset, int firstRow, int[] target, int targetOffset) {
    int at = offset;
    int row = firstRow;
    for (int i = 0; i < sizes.length; i++) {
      int value = source[at++] & 255;
      if (sizes[i] > 256) {
        value |= (source[at++] & 255) << 8;
      }
      target[targetOffset + i] = row + value;
      row += sizes[i];
    }
  }
}
