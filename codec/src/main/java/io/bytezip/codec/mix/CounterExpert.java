package io.bytezip.codec.mix;

import java.util.Arrays;

/**
 * Hashed contexts, one probability for each node of a context: 22 bits, and a count of 10 that
 * makes the first steps long. No checksums: what collides, the mixer weighs down. Memory: 4 bytes a
 * cell.
 */
final class CounterExpert {
  private static final int COUNT_BITS = 10;
  private static final int COUNT_MASK = (1 << COUNT_BITS) - 1;
  private static final int LIMIT = 250;
  private static final int[] RECIPROCALS = new int[LIMIT + 1];

  static {
    for (int i = 0; i <= LIMIT; i++) {
      RECIPROCALS[i] = (int) (65536 / (i + 1.6));
    }
  }

  private final int contexts;
  private final int shift;
  private final int[] cells;
  private final int[] at;
  private int[] hashes;

  /**
   * @param contexts how many
   * @param bits log of the number of cells
   */
  CounterExpert(int contexts, int bits) {
    this.contexts = contexts;
    shift = 32 - bits;
    cells = new int[1 << bits];
    Arrays.fill(cells, 1 << 31);
    at = new int[contexts];
  }

  int inputs() {
    return contexts;
  }

  void begin(int[] hashes) {
    this.hashes = hashes;
  }

  void predict(int node, float[] x, int offset) {
    for (int i = 0; i < contexts; i++) {
      int hash = (hashes[i] + node * 0x3C6EF372) * 0x9E3779B1;
      int c = (hash ^ hash >>> 15) * 0x2545F491 >>> shift;
      at[i] = c;
      int cell = cells[c];
      float p = ((cell >>> COUNT_BITS) + 0.5f) * (1f / (1 << 32 - COUNT_BITS));
      x[offset + i] = (cell & COUNT_MASK) == 0 ? 0 : Logistic.stretch(p);
    }
  }

  void learn(int bit) {
    for (int i = 0; i < contexts; i++) {
      int cell = cells[at[i]];
      int count = cell & COUNT_MASK;
      int p = cell >>> COUNT_BITS;
      int target = bit == 1 ? (1 << 32 - COUNT_BITS) - 1 : 0;
      p += (int) ((long) (target - p) * RECIPROCALS[count] >> 16);
      cells[at[i]] = p << COUNT_BITS | (count < LIMIT ? count + 1 : count);
    }
  }
}
