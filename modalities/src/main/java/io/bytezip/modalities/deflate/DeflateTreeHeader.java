package io.bytezip.modalities.deflate;

import java.util.Arrays;

/**
 * The description of a dynamic block's two codes: their lengths, as runs, under a third code.
 *
 * @param literals bits of each literal's and length's code, as many as the description has
 * @param distances bits of each distance's code
 * @param runs symbols of the third code: the symbol in the low five bits, its extra bits above
 * @param lengths bits of the third code's codes
 * @param ordered how many of these the description has
 */
record DeflateTreeHeader(int[] literals, int[] distances, int[] runs, int[] lengths, int ordered) {

  /** Describes two codes as zlib does. */
  static DeflateTreeHeader of(int[] literals, int[] distances) {
    int[] runs = runs(literals, distances);
    int[] lengths = lengths(runs);
    return new DeflateTreeHeader(literals, distances, runs, lengths, ordered(lengths));
  }

  /**
   * Runs as zlib forms them: zeros in runs of 3 to 138; others once, then in runs of 3 to 6, except
   * that a length which has just been named (also by a run that reached its limit) needn't be named
   * again. No run spans both codes.
   */
  static int[] runs(int[] literals, int[] distances) {
    int[] runs = new int[literals.length + distances.length];
    int count = append(literals, runs, 0);
    return Arrays.copyOf(runs, append(distances, runs, count));
  }

  private static int append(int[] lengths, int[] runs, int runCount) {
    int count = runCount;
    int named = -1;
    int from = 0;
    while (from < lengths.length) {
      int length = lengths[from];
      int end = from + 1;
      int most = longestRun(length, named);
      while (end < lengths.length && end - from < most && lengths[end] == length) {
        end++;
      }
      int run = end - from;
      if (run < (length == 0 || length == named ? 3 : 4)) {
        for (int i = 0; i < run; i++) {
          runs[count++] = length;
        }
      } else {
        if (length != 0 && length != named) {
          runs[count++] = length;
          run--;
        }
        runs[count++] = run(length, run);
      }
      named = length;
      from = end;
    }
    return count;
  }

  private static int longestRun(int length, int named) {
    return length == 0 ? 138 : length == named ? 6 : 7;
  }

  /** The symbol for {@code count} (3 or more) times the same length. */
  static int run(int length, int count) {
    if (length != 0) {
      return DeflateCodes.REPEAT | count - 3 << 5;
    }
    return count <= 10
        ? DeflateCodes.ZEROS | count - 3 << 5
        : DeflateCodes.MANY_ZEROS | count - 11 << 5;
  }

  /** How many lengths a symbol stands for. */
  static int runLength(int run) {
    int extra = run >> 5;
    return switch (run & 31) {
      case DeflateCodes.REPEAT, DeflateCodes.ZEROS -> extra + 3;
      case DeflateCodes.MANY_ZEROS -> extra + 11;
      default -> 1;
    };
  }

  /** The third code as zlib makes it. */
  static int[] lengths(int[] runs) {
    int[] counts = new int[DeflateCodes.LENGTH_CODES];
    for (int run : runs) {
      counts[run & 31]++;
    }
    return new HuffmanTree(counts, DeflateCodes.LONGEST_LENGTH_CODE).lengths();
  }

  /** How many of the third code's lengths must be described. */
  static int ordered(int[] lengths) {
    int last = DeflateCodes.LENGTH_CODES - 1;
    while (last > 3 && lengths[DeflateCodes.ordered(last)] == 0) {
      last--;
    }
    return last + 1;
  }

  /** The size of the description. */
  long bits() {
    long bits = 5 + 5 + 4 + 3L * ordered;
    for (int run : runs) {
      bits += lengths[run & 31] + DeflateCodes.runExtra(run & 31);
    }
    return bits;
  }

  void write(DeflateBits bits) {
    bits.put(literals.length - 257, 5);
    bits.put(distances.length - 1, 5);
    bits.put(ordered - 4, 4);
    for (int i = 0; i < ordered; i++) {
      bits.put(lengths[DeflateCodes.ordered(i)], 3);
    }
    int[] codes = DeflateCodes.canonical(lengths);
    for (int run : runs) {
      int symbol = run & 31;
      bits.put(codes[symbol], lengths[symbol]);
      bits.put(run >> 5, DeflateCodes.runExtra(symbol));
    }
  }

  /** Whether both are written with the same bits. */
  boolean same(DeflateTreeHeader other) {
    return Arrays.equals(literals, other.literals)
        && Arrays.equals(distances, other.distances)
        && Arrays.equals(runs, other.runs)
        && Arrays.equals(lengths, other.lengths)
        && ordered == other.ordered;
  }
}
