package io.bytezip.train.data;

/**
 * Packs a symbol's context inputs: one byte for inputs of at most 256 values, two for others (taps
 * have 257), low byte first.
 */
public final class ContextPacking {
  private final int[] sizes;
  private final int stride;

  /**
   * @param sizes number of values of each input
   */
  public ContextPacking(int[] sizes) {
    this.sizes = sizes.clone();
    int bytes = 0;
    for (int size : sizes) {
      bytes += size <= 256 ? 1 : 2;
    }
    stride = bytes;
  }

  /** Bytes of one symbol's inputs. */
  public int stride() {
    return stride;
  }

  /** Number of inputs. */
  int inputs() {
    return sizes.length;
  }

  /** Packs one symbol's inputs. */
  public void pack(int[] context, byte[] target, int offset) {
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
   * Writes rows of the merged input table, for every symbol one row an input: the inputs' values,
   * each plus the rows of the inputs before it.
   *
   * @param planes byte {@code p} of symbol {@code t} at {@code p * length + t}, from {@code offset}
   * @param length symbols in a plane
   * @param start the first symbol
   * @param count how many symbols
   * @param firstRow the layout's first row
   * @param target receives input {@code i} of symbol {@code t} at {@code targetOffset + t * columns
   *     + i}
   */
  public void rows(
      byte[] planes,
      int offset,
      int length,
      int start,
      int count,
      int firstRow,
      int[] target,
      int targetOffset,
      int columns) {
    int plane = offset + start;
    int row = firstRow;
    for (int i = 0; i < sizes.length; i++) {
      boolean wide = sizes[i] > 256;
      for (int t = 0; t < count; t++) {
        int value = planes[plane + t] & 255;
        if (wide) {
          value |= (planes[plane + length + t] & 255) << 8;
        }
        target[targetOffset + t * columns + i] = row + value;
      }
      plane += wide ? 2 * length : length;
      row += sizes[i];
    }
  }
}
