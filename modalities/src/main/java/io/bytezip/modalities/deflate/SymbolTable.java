package io.bytezip.modalities.deflate;

import java.util.Arrays;

/** Decodes the symbols of a canonical code: short ones by a table, long ones bit by bit. */
final class SymbolTable {
  private static final int FAST_BITS = 10;

  /** Where a decoded symbol begins; the bits of its code are below. */
  static final int SYMBOL_SHIFT = 4;

  static final int LENGTH_MASK = 15;

  private final int[] fast = new int[1 << FAST_BITS];
  private final int[] counts = new int[DeflateCodes.LONGEST_CODE + 1];
  private final int[] firsts = new int[DeflateCodes.LONGEST_CODE + 2];
  private final int[] sorted;

  /** A table for codes of at most so many symbols. */
  SymbolTable(int symbols) {
    sorted = new int[symbols];
  }

  /**
   * Sets the code.
   *
   * @param partial whether a code of one symbol, or none, may leave bits unused
   * @return whether it is a code
   */
  boolean set(int[] lengths, boolean partial) {
    Arrays.fill(counts, 0);
    for (int length : lengths) {
      counts[length]++;
    }
    counts[0] = 0;
    int left = 1;
    int longest = 0;
    for (int length = 1; length <= DeflateCodes.LONGEST_CODE; length++) {
      left = 2 * left - counts[length];
      if (left < 0) {
        return false;
      }
      longest = counts[length] > 0 ? length : longest;
      firsts[length + 1] = firsts[length] + counts[length];
    }
    if (left > 0 && !(partial && longest <= 1)) {
      return false;
    }
    int[] next = firsts.clone();
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] > 0) {
        sorted[next[lengths[symbol]]++] = symbol;
      }
    }
    fill(lengths);
    return true;
  }

  private void fill(int[] lengths) {
    Arrays.fill(fast, 0);
    int[] codes = DeflateCodes.canonical(lengths);
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      int length = lengths[symbol];
      if (length > 0 && length <= FAST_BITS) {
        int entry = symbol << SYMBOL_SHIFT | length;
        for (int code = codes[symbol]; code < fast.length; code += 1 << length) {
          fast[code] = entry;
        }
      }
    }
  }

  /** The symbol that the low bits begin with, and its length; 0 if there is none. */
  int decode(long bits) {
    int entry = fast[(int) bits & fast.length - 1];
    return entry != 0 ? entry : slow(bits);
  }

  private int slow(long bits) {
    int code = 0;
    int first = 0;
    for (int length = 1; length <= DeflateCodes.LONGEST_CODE; length++) {
      code |= (int) (bits >>> length - 1) & 1;
      int count = counts[length];
      if (code - first < count) {
        return sorted[firsts[length] + code - first] << SYMBOL_SHIFT | length;
      }
      first = first + count << 1;
      code <<= 1;
    }
    return 0;
  }
}
