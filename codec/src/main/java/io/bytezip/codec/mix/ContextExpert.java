package io.bytezip.codec.mix;

import io.bytezip.modalities.Evidence;

/**
 * Hashed contexts: for each context and each of the byte's two nibbles a slot of 16 ints, a cache line: a
 * checksum, and a cell for each of the nibble's 15 nodes. A cell has a slow and a fast probability and
 * a count; what such a cell has meant so far, a map for each context learns.
 */
final class ContextExpert implements Expert {
  private static final int SLOT = 16;
  private static final int NEW_CELL = 1 << 31 | 1 << 15;
  private static final int COUNT_BITS = 6;
  private static final int FAST_BITS = 10;
  private static final int MAP = 64 * 32;

  private final int contexts;
  private final int[] table;
  private final int mask;
  private final int limit;
  private final int[] slots;
  private final float[] map;
  private final int[] mapAt;
  private int[] hashes;

  ContextExpert(int contexts, int tableBits, int limit) {
    this.contexts = contexts;
    this.limit = limit;
    table = new int[1 << tableBits];
    mask = (1 << tableBits) - 1 & -SLOT;
    slots = new int[contexts];
    mapAt = new int[contexts];
    map = new float[contexts * MAP];
    for (int i = 0; i < map.length; i++) {
      map[i] = (i % MAP / 32 + 0.5f) / 64;
    }
  }

  @Override
  public int inputs() {
    return 2 * contexts;
  }

  @Override
  public float startWeight(int input) {
    return input % 2 == 0 ? 0.25f : 0.05f;
  }

  @Override
  public void begin(Lane lane, Evidence evidence) {
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
    int check = hash | 1;
    int at = hash * 0x2545F491 >>> 7;
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      int slot = at + i * SLOT & mask;
      if (table[slot] == check) {
        return slot;
      }
      int uses = table[slot] == 0 ? -1 : table[slot + 1] & (1 << COUNT_BITS) - 1;
      if (uses < least) {
        least = uses;
        best = slot;
      }
    }
    table[best] = check;
    for (int i = 1; i < SLOT; i++) {
      table[best + i] = NEW_CELL;
    }
    return best;
  }

  @Override
  public void predict(int node, float[] x, int at) {
    int local = node < 16 ? node : (node & 15) | 16;
    if (node >= 16) {
      int depth = 31 - Integer.numberOfLeadingZeros(node);
      if (depth == 4) {
        find(node);
      }
      local = 1 << depth - 4 | node & (1 << depth - 4) - 1;
    }
    for (int i = 0; i < contexts; i++) {
      int cell = table[slots[i] + local];
      int slow = cell >>> 16;
      int fast = cell >>> COUNT_BITS & (1 << FAST_BITS) - 1;
      int count = cell & (1 << COUNT_BITS) - 1;
      int m = i * MAP + (slow >>> 10) * 32 + (fast >>> 8) * 8 + level(count);
      mapAt[i] = m;
      if (count == 0) {
        x[at + 2 * i] = 0;
        x[at + 2 * i + 1] = 0;
      } else {
        x[at + 2 * i] = Logistic.stretch(map[m]);
        x[at + 2 * i + 1] = Logistic.stretch((slow + 0.5f) * (1f / 65536));
      }
    }
  }

  private static int level(int count) {
    return count < 4 ? count : count < 8 ? 4 : count < 16 ? 5 : count < 32 ? 6 : 7;
  }

  @Override
  public void learn(int node, int bit) {
    int local = node;
    if (node >= 16) {
      int depth = 31 - Integer.numberOfLeadingZeros(node);
      local = 1 << depth - 4 | node & (1 << depth - 4) - 1;
    }
    for (int i = 0; i < contexts; i++) {
      int c = slots[i] + local;
      int cell = table[c];
      int slow = cell >>> 16;
      int fast = cell >>> COUNT_BITS & (1 << FAST_BITS) - 1;
      int count = cell & (1 << COUNT_BITS) - 1;
      slow += ((bit << 16) - bit - slow) * 2 / (2 * count + 3);
      fast += ((bit << FAST_BITS) - bit - fast) / 4;
      if (count < limit) {
        count++;
      }
      table[c] = slow << 16 | fast << COUNT_BITS | count;
      int m = mapAt[i];
      map[m] = Math.clamp(map[m] + (bit - map[m]) * 0.01f, 0.0002f, 0.9998f);
    }
  }
}
