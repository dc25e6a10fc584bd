package io.bytezip.modalities.deflate;

/** The description of a dynamic block's two codes: run-length coded lengths under a third code. */
final class DeflateTreeHeader {
  private static final int[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };
  private static final int[] EXTRA = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 7};
  private static final int REPEAT = 16;
  private static final int ZEROS = 17;
  private static final int MANY_ZEROS = 18;

  private final int literals;
  private final int distances;

  /** Symbol in the low five bits, its extra bits above. */
  private final int[] runs;

  private int runCount;
  private final int[] counts = new int[ORDER.length];
  private final HuffmanTree tree;
  private final int ordered;

  DeflateTreeHeader(int[] literalLengths, int[] distanceLengths) {
    literals = literalLengths.length;
    distances = distanceLengths.length;
    runs = new int[literals + distances];
    code(literalLengths);
    code(distanceLengths);
    tree = new HuffmanTree(counts, 7);
    int last = ORDER.length - 1;
    while (last > 3 && tree.lengths()[ORDER[last]] == 0) {
      last--;
    }
    ordered = last + 1;
  }

  /** The size of the description. */
  long bits() {
    long bits = tree.bits(tree.lengths()) + 5 + 5 + 4 + 3L * ordered;
    for (int i = 0; i < counts.length; i++) {
      bits += (long) counts[i] * EXTRA[i];
    }
    return bits;
  }

  void write(DeflateBits bits) {
    bits.put(literals - 257, 5);
    bits.put(distances - 1, 5);
    bits.put(ordered - 4, 4);
    int[] lengths = tree.lengths();
    for (int i = 0; i < ordered; i++) {
      bits.put(lengths[ORDER[i]], 3);
    }
    int[] codes = HuffmanTree.codes(lengths);
    for (int i = 0; i < runCount; i++) {
      int symbol = runs[i] & 31;
      bits.put(codes[symbol], lengths[symbol]);
      bits.put(runs[i] >> 5, EXTRA[symbol]);
    }
  }

  /**
   * Codes runs of equal lengths: zeros in runs of 3 to 138; others once, then in runs of 3 to 6,
   * except that a length which has just been named (also by a run that reached its limit) needn't
   * be named again.
   */
  private void code(int[] lengths) {
    int named = -1;
    int from = 0;
    while (from < lengths.length) {
      int length = lengths[from];
      int most = length == 0 ? 138 : length == named ? 6 : 7;
      int end = from + 1;
      while (end < lengths.length && end - from < most && lengths[end] == length) {
        end++;
      }
      int run = end - from;
      if (run < (length == 0 || length == named ? 3 : 4)) {
        for (int i = 0; i < run; i++) {
          add(length, 0);
        }
      } else if (length != 0) {
        if (length != named) {
          add(length, 0);
          run--;
        }
        add(REPEAT, run - 3);
      } else if (run <= 10) {
        add(ZEROS, run - 3);
      } else {
        add(MANY_ZEROS, run - 11);
      }
      named = length;
      from = end;
    }
  }

  private void add(int symbol, int extra) {
    runs[runCount++] = symbol | extra << 5;
    counts[symbol]++;
  }
}
