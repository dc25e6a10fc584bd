package io.bytezip.modalities.deflate;

import java.util.Arrays;

/** The alphabets of RFC 1951, sections 3.2.5 to 3.2.7. */
final class DeflateCodes {
  static final int STORED = 0;
  static final int FIXED = 1;
  static final int DYNAMIC = 2;

  static final int MIN_MATCH = 3;
  static final int MAX_MATCH = 258;
  static final int MAX_DISTANCE = 1 << 15;
  static final int LONGEST_STORED = 65_535;

  static final int END_OF_BLOCK = 256;
  static final int FIRST_LENGTH = 257;

  /** Codes in use: two more literals and two more distances have codes, but no meaning. */
  static final int LITERALS = 286;

  static final int DISTANCES = 30;

  /** Bits of the longest code, and of the longest one of the code for code lengths. */
  static final int LONGEST_CODE = 15;

  static final int LONGEST_LENGTH_CODE = 7;

  /** Symbols of the code for code lengths that stand for more than a length. */
  static final int REPEAT = 16;

  static final int ZEROS = 17;
  static final int MANY_ZEROS = 18;
  static final int LENGTH_CODES = 19;

  private static final int[] LENGTH_EXTRA = {
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
  };
  private static final int[] DISTANCE_EXTRA = {
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13
  };
  private static final int[] LENGTH_BASE = lengthBases();
  private static final int[] DISTANCE_BASE = bases(DISTANCE_EXTRA, 1);
  private static final byte[] LENGTH_CODE = lengthCodes();
  private static final byte[] DISTANCE_CODE = distanceCodes();
  private static final int[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  private DeflateCodes() {}

  /** The code of a match's length (3 to 258), counted from {@link #FIRST_LENGTH}. */
  static int lengthCode(int length) {
    return LENGTH_CODE[length];
  }

  /** The shortest length of a code. */
  static int lengthBase(int code) {
    return LENGTH_BASE[code];
  }

  /** The number of bits after a length's code. */
  static int lengthExtra(int code) {
    return LENGTH_EXTRA[code];
  }

  /**
   * The code of a distance, 1 to 32768. Small distances have entries of their own; the codes of the
   * others depend on the high bits alone.
   */
  static int distanceCode(int distance) {
    int index = distance - 1;
    return DISTANCE_CODE[index < 256 ? index : 256 + (index >> 7)];
  }

  /** The smallest distance of a code. */
  static int distanceBase(int code) {
    return DISTANCE_BASE[code];
  }

  /** The number of bits after a distance's code. */
  static int distanceExtra(int code) {
    return DISTANCE_EXTRA[code];
  }

  /** Which symbol's length comes at a place of the description of the code for code lengths. */
  static int ordered(int place) {
    return ORDER[place];
  }

  /** The number of bits after a symbol of the code for code lengths. */
  static int runExtra(int symbol) {
    return symbol < REPEAT ? 0 : symbol == REPEAT ? 2 : symbol == ZEROS ? 3 : 7;
  }

  /** The fixed code for literals and lengths: the bits of each. */
  static int[] fixedLiterals() {
    int[] lengths = new int[288];
    Arrays.fill(lengths, 0, 144, 8);
    Arrays.fill(lengths, 144, 256, 9);
    Arrays.fill(lengths, 256, 280, 7);
    Arrays.fill(lengths, 280, 288, 8);
    return lengths;
  }

  /** The fixed code for distances. */
  static int[] fixedDistances() {
    int[] lengths = new int[32];
    Arrays.fill(lengths, 5);
    return lengths;
  }

  /**
   * The canonical codes for these lengths, each with its bits reversed, ready to be written low bit
   * first.
   */
  static int[] canonical(int[] lengths) {
    int[] next = new int[LONGEST_CODE + 2];
    for (int length : lengths) {
      next[length + 1] += length == 0 ? 0 : 1;
    }
    // next[l] counts the codes of length l - 1 so far; turn that into the first code of length l.
    int code = 0;
    for (int length = 1; length <= LONGEST_CODE; length++) {
      code = code + next[length] << 1;
      next[length] = code;
    }
    int[] codes = new int[lengths.length];
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] > 0) {
        codes[i] = Integer.reverse(next[lengths[i]]++) >>> 32 - lengths[i];
      }
    }
    return codes;
  }

  private static int[] lengthBases() {
    int[] bases = bases(LENGTH_EXTRA, MIN_MATCH);
    bases[bases.length - 1] = MAX_MATCH;
    return bases;
  }

  private static int[] bases(int[] extra, int first) {
    int[] bases = new int[extra.length];
    int base = first;
    for (int i = 0; i < extra.length; i++) {
      bases[i] = base;
      base += 1 << extra[i];
    }
    return bases;
  }

  private static byte[] lengthCodes() {
    byte[] codes = new byte[MAX_MATCH + 1];
    for (int code = 0; code < LENGTH_BASE.length; code++) {
      for (int i = 0; i < 1 << LENGTH_EXTRA[code] && LENGTH_BASE[code] + i <= MAX_MATCH; i++) {
        codes[LENGTH_BASE[code] + i] = (byte) code;
      }
    }
    return codes;
  }

  private static byte[] distanceCodes() {
    byte[] codes = new byte[512];
    for (int code = 0; code < DISTANCES; code++) {
      for (int i = 0; i < 1 << DISTANCE_EXTRA[code]; i++) {
        int index = DISTANCE_BASE[code] - 1 + i;
        codes[index < 256 ? index : 256 + (index >> 7)] = (byte) code;
      }
    }
    return codes;
  }
}
