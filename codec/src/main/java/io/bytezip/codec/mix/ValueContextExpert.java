package io.bytezip.codec.mix;

import io.bytezip.modalities.Evidence;

/**
 * Hashed contexts of sample values: for each context and each of the byte's two nibbles a slot of
 * 16 shorts, half a cache line: a checksum, and a cell for each of the nibble's 15 nodes. A cell
 * has a probability (12 bits) and a count (4 bits); what such a cell has meant so far, a map for
 * each context learns.
 *
 * <p>A slot is looked for in two places; where neither has it, the one that was used less makes
 * room, and the other one ages.
 */
final class ValueContextExpert {
  /** How many inputs a context gives the mixer, the better one first. */
  static final int INPUTS = 2;

  private static final int SLOT = 16;
  private static final int NEW_CELL = 1 << 15;
  private static final int MAP = 64 * 16;
  private static final int TOP = 15;

  private static final float[] STRETCH = new float[4096];
  private static final int[] RATE = new int[TOP + 1];

  /** What the map of a context begins with. */
  private static final float[] START = new float[MAP];

  static {
    for (int i = 0; i < STRETCH.length; i++) {
      STRETCH[i] = Logistic.stretch((i + 0.5f) / 4096);
    }
    for (int i = 0; i <= TOP; i++) {
      RATE[i] = (int) (65536 / (i + 1.6));
    }
    RATE[TOP] = 65536 / 24;
    for (int i = 0; i < MAP; i++) {
      int probability = i / 16;
      START[i] = (probability + 0.5f) / 64;
    }
  }

  private final int contexts;
  private final short[] table;
  private final int shift;
  private final int[] slots;
  private final float[] map;
  private final int[] mapAt;
  private int[] hashes;

  ValueContextExpert(int contexts, int tableBits) {
    this.contexts = contexts;
    table = new short[1 << tableBits];
    shift = 32 - tableBits;
    slots = new int[contexts];
    mapAt = new int[contexts];
    map = new float[contexts * MAP];
    for (int i = 0; i < contexts; i++) {
      System.arraycopy(START, 0, map, i * MAP, MAP);
    }
  }

  int inputs() {
    return INPUTS * contexts;
  }

  void begin(Evidence evidence) {
    hashes = evidence.contexts;
    find(0);
  }

  private void find(int nibble) {
    for (int i = 0; i < contexts; i++) {
      int hash = (hashes[i] + nibble * 0x3C6EF372) * 0x9E3779B1;
      hash ^= hash >>> 16;
      slots[i] = slot(hash);
    }
  }

  private int slot(int hash) {
    short check = (short) (hash | 1);
    int first = hash * 0x2545F491 >>> shift & -SLOT;
    if (table[first] == check) {
      return first;
    }
    int second = first ^ SLOT;
    if (table[second] == check) {
      return second;
    }
    int best = (table[first + 1] & TOP) <= (table[second + 1] & TOP) ? first : second;
    int other = best ^ SLOT;
    if ((table[other + 1] & TOP) > 0) {
      table[other + 1]--;
    }
    table[best] = check;
    for (int i = 1; i < SLOT; i++) {
      table[best + i] = (short) NEW_CELL;
    }
    return best;
  }

  private static int local(int node) {
    if (node < 16) {
      return node;
    }
    int depth = 31 - Integer.numberOfLeadingZeros(node);
    return 1 << depth - 4 | node & (1 << depth - 4) - 1;
  }

  void predict(int node, float[] x, int at) {
    if (node >= 16 && node < 32) {
      find(node);
    }
    int local = local(node);
    for (int i = 0; i < contexts; i++) {
      int cell = table[slots[i] + local];
      int count = cell & TOP;
      int p = cell >>> 4 & 4095;
      int m = i * MAP + (p >>> 6) * 16 + count;
      mapAt[i] = m;
      int o = at + 2 * i;
      if (count == 0) {
        x[o] = 0;
        x[o + 1] = 0;
      } else {
        x[o] = STRETCH[(int) (map[m] * 4096)];
        x[o + 1] = (p - 2048) * (1f / 1024);
      }
    }
  }

  void learn(int node, int bit) {
    int local = local(node);
    int goal = bit * 4095;
    for (int i = 0; i < contexts; i++) {
      int c = slots[i] + local;
      int cell = table[c];
      int count = cell & TOP;
      int p = cell >>> 4 & 4095;
      p += (goal - p) * RATE[count] >> 16;
      if (count < TOP) {
        count++;
      }
      table[c] = (short) (p << 4 | count);
      int m = mapAt[i];
      map[m] = Math.clamp(map[m] + (bit - map[m]) * 0.01f, 0.0005f, 0.9995f);
    }
  }
}
