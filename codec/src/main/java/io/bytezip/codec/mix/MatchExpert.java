package io.bytezip.codec.mix;

import java.util.Arrays;

/**
 * A match model, as paq8 has: predicts the byte that followed the last occurrence of the lane's
 * last bytes, anywhere in what the segment's lanes have coded. After a byte that came out
 * differently it goes on behind it, until a longer match is found or too many fail. How often a
 * prediction came true, by the length of the match and the failures among its last ones, is
 * learned. Memory: 4 bytes a table entry, and a bit for each byte of the segment.
 */
final class MatchExpert {
  /** Inputs. */
  static final int INPUTS = 2;

  /** The greatest {@link #level}. */
  static final int LEVELS = 24;

  private static final int MAX_LENGTH = 65535;
  private static final int FAILURES = 8;
  private static final int MAX_VERIFIED = 48;

  private final byte[] history;
  private final int order;
  private final int[] table;
  private final int shift;
  private final long[] coded;
  private final int[] pointers;
  private final int[] lengths;
  private final int[] failures;
  private final float[] hits = new float[LEVELS * 4 * 8];
  private int expected;
  private int level;
  private int row;
  private int at;
  private boolean agrees;

  /**
   * @param history the coded bytes of all lanes, run after run
   * @param order how many bytes must agree before a match is looked up
   */
  MatchExpert(byte[] history, int lanes, int order, int tableBits) {
    this.history = history;
    this.order = order;
    table = new int[1 << tableBits];
    shift = 32 - tableBits;
    Arrays.fill(table, -1);
    coded = new long[history.length / 64 + 1];
    pointers = new int[lanes];
    Arrays.fill(pointers, -1);
    lengths = new int[lanes];
    failures = new int[lanes];
    for (int i = 0; i < hits.length; i++) {
      hits[i] =
          i < 32 ? 0.5f : 0.5f + 0.49f * (i / 32 + 4) / (i / 32 + 6) * (i % 32 < 8 ? 1 : 0.8f);
    }
  }

  /**
   * How long the match is that expects a byte and has not been contradicted by its first bits: 0
   * none.
   */
  int level() {
    return agrees ? level + 1 : 0;
  }

  /** The byte that the match expects, or -1. */
  int expected() {
    return expected;
  }

  /** A byte begins. */
  void begin(Lane lane) {
    int position = lane.position;
    int pointer = pointers[lane.index];
    int length = lengths[lane.index];
    int failed = failures[lane.index];
    if (position > lane.start) {
      int last = position - 1;
      coded[last >>> 6] |= 1L << last;
      if (pointer >= 0) {
        boolean hit = history[pointer] == history[last];
        length = hit ? Math.min(length + 1, MAX_LENGTH) : 0;
        failed = failed << 1 & 255 | (hit ? 0 : 1);
        pointer =
            Integer.bitCount(failed) < FAILURES && pointer + 1 < history.length ? pointer + 1 : -1;
      }
    }
    if (position - lane.start >= order) {
      int hash = 0;
      for (int i = 1; i <= order; i++) {
        hash = (hash + history[position - i] + 1) * 0x2F0B4C47;
      }
      int slot = (hash ^ hash >>> 15) * 0x9E3779B1 >>> shift;
      if (pointer < 0 || length < order) {
        int candidate = table[slot];
        int agreement = candidate < 0 ? 0 : agreement(lane, candidate);
        if (agreement >= order && agreement > length) {
          pointer = candidate;
          length = agreement;
          failed = 0;
        }
      }
      table[slot] = position;
    }
    if (pointer >= 0 && (coded[pointer >>> 6] >>> pointer & 1) == 0) {
      pointer = -1;
    }
    if (pointer < 0) {
      length = 0;
      failed = 0;
    }
    expected = pointer >= 0 ? history[pointer] & 255 : -1;
    pointers[lane.index] = pointer;
    lengths[lane.index] = length;
    failures[lane.index] = failed;
    agrees = pointer >= 0;
    level = level(length);
    row = (level * 4 + Math.min(Integer.bitCount(failed), 3)) * 8;
  }

  /** How many bytes before both positions agree; they lie in whatever lanes. */
  private int agreement(Lane lane, int pointer) {
    int most = Math.min(Math.min(lane.position - lane.start, pointer), MAX_VERIFIED);
    int n = 0;
    while (n < most && history[lane.position - 1 - n] == history[pointer - 1 - n]) {
      n++;
    }
    return n;
  }

  private static int level(int length) {
    return length < 16
        ? length
        : Math.min(
            LEVELS - 1,
            8
                + (31 - Integer.numberOfLeadingZeros(length)) * 2
                + (length >>> 30 - Integer.numberOfLeadingZeros(length) & 1));
  }

  /** Writes two inputs to {@code x[at]} and {@code x[at + 1]}. */
  void predict(int node, float[] x, int at) {
    int depth = 31 - Integer.numberOfLeadingZeros(node);
    agrees = agrees && (expected | 256) >>> 8 - depth == node;
    if (!agrees) {
      x[at] = 0;
      x[at + 1] = 0;
      return;
    }
    this.at = row + depth;
    float p = hits[this.at];
    float sure = Logistic.stretch(p);
    boolean one = (expected >>> 7 - depth & 1) == 1;
    x[at] = one ? sure : -sure;
    float linear = (p - 0.5f) * 4;
    x[at + 1] = one ? linear : -linear;
  }

  void learn(int node, int bit) {
    if (!agrees) {
      return;
    }
    int depth = 31 - Integer.numberOfLeadingZeros(node);
    float hit = (expected >>> 7 - depth & 1) == bit ? 1 : 0;
    float next = hits[at] + (hit - hits[at]) * 0.01f;
    hits[at] = Math.clamp(next, 0.001f, 0.9999f);
  }
}
