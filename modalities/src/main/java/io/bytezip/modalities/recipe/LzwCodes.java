package io.bytezip.modalities.recipe;

import java.util.Arrays;

/** The codes of a stream as they are read: how many symbols each stands for, and which. */
final class LzwCodes {
  private static final int CODES = 1 << 12;

  private final int literals;
  private final int most;

  /** Where a string was made: it begins there in the symbols. */
  private final int[] starts = new int[CODES];

  private final int[] lengths = new int[CODES];
  private byte[] symbols = new byte[1024];
  private int size;

  /** Symbols of each code, 0 for a clear code. */
  private int[] runs = new int[256];

  private int count;

  /**
   * Begins.
   *
   * @param most how many symbols there may be
   */
  LzwCodes(int literalBits, int most) {
    literals = 1 << literalBits;
    this.most = most;
  }

  void clear() {
    run(0);
  }

  /**
   * Takes a code for symbols.
   *
   * @param next the number of the string that it completes
   * @param fresh whether it completes none
   * @return false if there is no such code, or there are too many symbols
   */
  boolean accept(int code, int next, boolean fresh) {
    boolean literal = code < literals;
    int last = count == 0 ? 0 : runs[count - 1];
    if (!fresh && next < CODES) {
      // The last code's symbols and the first one of this code's, which come next.
      starts[next] = size - last;
      lengths[next] = last + 1;
    }
    if (!literal && (code < literals + 2 || fresh || code > next || code >= CODES)) {
      return false;
    }
    if (!literal && code == next && next >= CODES) {
      return false;
    }
    int length = literal ? 1 : lengths[code];
    if (length > most - size) {
      return false;
    }
    if (length > symbols.length - size) {
      long grown = Math.max((long) size + length, 2L * symbols.length);
      symbols = Arrays.copyOf(symbols, (int) Math.min(grown, most));
    }
    if (literal) {
      symbols[size++] = (byte) code;
    } else {
      // Byte by byte: the string may reach into what is being written.
      int from = starts[code];
      for (int i = 0; i < length; i++) {
        symbols[size++] = symbols[from + i];
      }
    }
    run(length);
    return true;
  }

  /** Whether there are as many symbols as there may be. */
  boolean full() {
    return size == most;
  }

  /** All codes, with clear codes. */
  int count() {
    return count;
  }

  /** How many symbols code i stands for; 0 for a clear code. */
  int length(int i) {
    return runs[i];
  }

  /** The symbols of all codes. */
  byte[] symbols() {
    return Arrays.copyOf(symbols, size);
  }

  private void run(int length) {
    if (count == runs.length) {
      runs = Arrays.copyOf(runs, 2 * count);
    }
    runs[count++] = length;
  }
}
