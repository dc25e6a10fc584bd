package io.bytezip.codec.mix;

import io.bytezip.modalities.Evidence;
import java.util.Arrays;

/**
 * Predicts the byte that followed the last occurrence of the lane's last bytes, anywhere in what the
 * segment's lanes have coded. How often that came true, by the length of the match, is learned. Memory: 4
 * bytes a table entry, and a bit for each byte of the segment.
 */
final class MatchExpert implements Expert {
  private static final int MAX_LENGTH = 65535;
  private static final int LEVELS = 32;

  private final byte[] history;
  private final int order;
  private final int[] table;
  private final int shift;
  private final long[] coded;
  private final int[] pointers;
  private final int[] lengths;
  private final float[] hits = new float[LEVELS * 2];
  private Lane lane;
  private int pointer;
  private int length;
  private int expected;
  private int level;
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
    for (int i = 0; i < hits.length; i++) {
      hits[i] = 0.75f;
    }
  }

  /** How long the match is: 0 none, up to 15. */
  int lengthLevel() {
    return expected < 0 || !agrees ? 0 : Math.min(15, 1 + level / 2);
  }

  /** The byte that the match expects, or -1. */
  int expectedByte() {
    return expected;
  }

  @Override
  public int inputs() {
    return 2;
  }

  @Override
  public float startWeight(int input) {
    return 0.3f;
  }

  @Override
  public void begin(Lane lane, Evidence evidence) {
    this.lane = lane;
    int position = lane.position;
    pointer = pointers[lane.index];
    length = lengths[lane.index];
    if (position > lane.start) {
      int last = position - 1;
      coded[last >>> 6] |= 1L << last;
      if (pointer >= 0 && history[pointer] == history[last]) {
        pointer++;
        length = Math.min(length + 1, MAX_LENGTH);
      } else {
        pointer = -1;
        length = 0;
      }
    }
    if (position - lane.start >= order) {
      int hash = 0;
      for (int i = 1; i <= order; i++) {
        hash = (hash + history[position - i] + 1) * 0x2F0B4C47;
      }
      int slot = (hash ^ hash >>> 15) * 0x9E3779B1 >>> shift;
      if (pointer < 0) {
        pointer = table[slot];
        length = pointer < 0 ? 0 : agreement(position, pointer);
        if (length < order) {
          pointer = -1;
          length = 0;
        }
      }
      table[slot] = position;
    }
    boolean known = pointer >= 0 && (coded[pointer >>> 6] >>> pointer & 1) != 0;
    expected = known ? history[pointer] & 255 : -1;
    if (pointer >= 0 && !known) {
      pointer = -1;
      length = 0;
    }
    pointers[lane.index] = pointer;
    lengths[lane.index] = length;
    agrees = true;
    level = level(length);
  }

  /** How many bytes before both positions agree, at most 40; they lie in whatever lanes. */
  private int agreement(int position, int pointer) {
    int most = Math.min(Math.min(position - lane.start, pointer), 40);
    int n = 0;
    while (n < most && history[position - 1 - n] == history[pointer - 1 - n]) {
      n++;
    }
    return n;
  }

  private static int level(int length) {
    if (length < 16) {
      return length;
    }
    return Math.min(LEVELS - 1, 16 + (31 - Integer.numberOfLeadingZeros(length >>> 4)) * 2 + (length >>> 2 & 1));
  }

  @Override
  public void predict(int node, float[] x, int at) {
    int depth = 31 - Integer.numberOfLeadingZeros(node);
    agrees = agrees && expected >= 0 && (expected + 256) >>> 8 - depth == node;
    if (!agrees) {
      x[at] = 0;
      x[at + 1] = 0;
      return;
    }
    float sure = Logistic.stretch(hits[level * 2 + (depth == 0 ? 0 : 1)]);
    int bit = expected >>> 7 - depth & 1;
    x[at] = bit == 1 ? sure : -sure;
    float by = Math.min(level, 16) * 0.125f;
    x[at + 1] = bit == 1 ? by : -by;
  }

  @Override
  public void learn(int node, int bit) {
    if (!agrees) {
      return;
    }
    int depth = 31 - Integer.numberOfLeadingZeros(node);
    int i = level * 2 + (depth == 0 ? 0 : 1);
    float hit = (expected >>> 7 - depth & 1) == bit ? 1 : 0;
    float next = hits[i] + (hit - hits[i]) * 0.01f;
    hits[i] = Math.clamp(next, 0.001f, 0.99995f);
  }
}
