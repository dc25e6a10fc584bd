package io.bytezip.codec.mix;

import java.util.Arrays;
import java.util.Map;

/**
 * Hashed contexts: for each context and each of the byte's two nibbles a slot of 16 shorts, half a
 * cache line. The first holds a checksum of 12 bits and how often in a row (up to 15) the context
 * was followed by the same byte; then a cell for each of the nibble's 15 nodes: a bit history (low
 * byte) and a probability (high byte, rounded at random so that small steps count). The first cell
 * of a first nibble has the byte that came last instead of the probability. What histories,
 * probabilities and runs have meant so far, maps for each context learn.
 *
 * <p>Memory: 2 bytes a table entry, and 2.5 kB a context.
 */
final class ContextExpert {
  /** Inputs a context. */
  static final int INPUTS = 4;

  private static final int SLOT = 16;
  private static final int CHECK = 0xFFF;
  private static final int NEW_CELL = 0x8000;
  private static final int LEVELS = 8;
  private static final int STEPS = 24;
  private static final int RUNS = 16 * 8;
  private static final MixerPart[] MAPS = {
    MixerPart.HISTORIES, MixerPart.PROBABILITIES, MixerPart.RUNS
  };

  /** The weight of what was not used. */
  private static final double HARDLY = 0.02;

  /** A cell's probability moves by at least 1 / SLOWEST of the error. */
  private static final int SLOWEST = 24;

  private static final byte[] STEP_OF = new byte[256];
  private static final byte[] LEVEL_OF = new byte[256];
  private static final int[] RATE_OF = new int[256];

  /** What the maps of a context begin with. */
  private static final int[] HISTORIES = new int[256];

  private static final int[] PROBABILITIES = new int[LEVELS * STEPS];

  static {
    for (int i = 0; i < 256; i++) {
      float s = Logistic.stretch((i + 0.5f) / 256);
      STEP_OF[i] = (byte) Math.clamp((int) StrictMath.floor(s * 2 + STEPS / 2), 0, STEPS - 1);
      int n = BitHistory.zeros(i) + BitHistory.ones(i);
      LEVEL_OF[i] = (byte) (n < 5 ? n : n < 9 ? 5 : n < 18 ? 6 : 7);
      RATE_OF[i] = (int) (32768 / (Math.min(n, SLOWEST) + 1.6f));
    }
    for (int i = 0; i < 256; i++) {
      HISTORIES[i] = StateEntry.ofHistory(i);
    }
    for (int i = 0; i < PROBABILITIES.length; i++) {
      PROBABILITIES[i] = StateEntry.of(Logistic.squash((i % STEPS - (STEPS - 1) * 0.5f) * 0.5f));
    }
  }

  private final int contexts;
  private final short[] table;
  private final int mask;
  private final int[] slots;
  private final int[] firsts;
  private final int[] cells;
  private final int[] histories;
  private final int[] probabilities;
  private final int[] runs;
  private final int[] historyAt;
  private final int[] probabilityAt;
  private final int[] runAt;
  private final int[] hashes;
  private int random = 1;
  private int seen;

  ContextExpert(int contexts, int tableBits, MixerStart learned) {
    this.contexts = contexts;
    table = new short[1 << tableBits];
    mask = (1 << tableBits) - 1 & -SLOT;
    hashes = new int[contexts];
    slots = new int[contexts];
    firsts = new int[contexts];
    cells = new int[contexts];
    historyAt = new int[contexts];
    probabilityAt = new int[contexts];
    runAt = new int[contexts];
    histories = new int[contexts * 256];
    probabilities = new int[contexts * LEVELS * STEPS];
    runs = new int[contexts * RUNS];
    for (int i = 0; i < contexts; i++) {
      System.arraycopy(HISTORIES, 0, histories, i * HISTORIES.length, HISTORIES.length);
      System.arraycopy(
          PROBABILITIES, 0, probabilities, i * PROBABILITIES.length, PROBABILITIES.length);
    }
    Arrays.fill(runs, StateEntry.of(0.9f));
    float[] uses = learned.get(MixerPart.USES);
    for (int map = 0; map < MAPS.length; map++) {
      float[] better = learned.get(MAPS[map]);
      if (better != null) {
        int count = uses == null ? 0 : (int) uses[map];
        int[] entries = map(map);
        for (int i = 0; i < entries.length; i++) {
          entries[i] = StateEntry.of(Logistic.squash(better[i])) | count;
        }
      }
    }
  }

  /** The numbers that a learned start has for so many contexts. */
  static Map<MixerPart, Integer> parts(int contexts) {
    return Map.of(
        MixerPart.HISTORIES,
        contexts * 256,
        MixerPart.PROBABILITIES,
        contexts * LEVELS * STEPS,
        MixerPart.RUNS,
        contexts * RUNS,
        MixerPart.USES,
        MAPS.length);
  }

  private int[] map(int number) {
    return switch (number) {
      case 0 -> histories;
      case 1 -> probabilities;
      default -> runs;
    };
  }

  /** Tells all maps. */
  void report(Experience experience) {
    for (int map = 0; map < MAPS.length; map++) {
      int[] entries = map(map);
      for (int i = 0; i < entries.length; i++) {
        int entry = entries[i];
        experience.add(
            MAPS[map], i, StateEntry.probability(entry), StateEntry.uses(entry) + HARDLY);
      }
      experience.add(MixerPart.USES, map, 0, 1);
    }
  }

  /** The hashes of the next byte's contexts go here, before {@link #begin}. */
  int[] hashes() {
    return hashes;
  }

  /** A byte begins. */
  void begin() {
    find(0);
    System.arraycopy(slots, 0, firsts, 0, contexts);
  }

  /** How many of the contexts have been in this place before, at the node predicted last. */
  int seen() {
    return seen;
  }

  private void find(int nibble) {
    for (int i = 0; i < contexts; i++) {
      int hash = (hashes[i] + nibble * 0x3C6EF372) * 0x9E3779B1;
      hash ^= hash >>> 16;
      slots[i] = slot(hash);
    }
  }

  private int slot(int hash) {
    int check = Math.max(1, hash & CHECK);
    int at = hash * 0x2545F491 >>> 4;
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      int slot = (at ^ i << 4) & mask;
      int head = table[slot];
      if ((head & CHECK) == check) {
        return slot;
      }
      int uses = head == 0 ? -1 : table[slot + 1] & 255;
      if (uses < least) {
        least = uses;
        best = slot;
      }
    }
    table[best] = (short) check;
    for (int i = 1; i < SLOT; i++) {
      table[best + i] = (short) NEW_CELL;
    }
    return best;
  }

  /** Writes the contexts' inputs to {@code x[at ...]}. */
  void predict(int node, float[] x, int at) {
    int local = node;
    int depth = 31 - Integer.numberOfLeadingZeros(node);
    if (node >= 16) {
      if (depth == 4) {
        find(node);
      }
      local = 1 << depth - 4 | node & (1 << depth - 4) - 1;
    }
    seen = 0;
    int o = at;
    for (int i = 0; i < contexts; i++, o += INPUTS) {
      int c = slots[i] + local;
      cells[i] = c;
      int cell = table[c];
      int state = cell & 255;
      if (state == 0) {
        x[o] = 0;
        x[o + 1] = 0;
        x[o + 2] = 0;
        historyAt[i] = -1;
      } else {
        seen++;
        int h = i << 8 | state;
        historyAt[i] = h;
        int entry = histories[h];
        x[o] = StateEntry.stretched(entry);
        x[o + 1] = StateEntry.centred(entry);
        if (node == 1) {
          x[o + 2] = 0;
        } else {
          int m = (i * LEVELS + LEVEL_OF[state]) * STEPS + STEP_OF[cell >>> 8 & 255];
          probabilityAt[i] = m;
          x[o + 2] = StateEntry.stretched(probabilities[m]);
        }
      }
      int first = firsts[i];
      int run = table[first] >>> 12 & 15;
      int expected = table[first + 1] >>> 8 & 255 | 256;
      if (run != 0 && expected >>> 8 - depth == node) {
        int bit = expected >>> 7 - depth & 1;
        int r = i * RUNS + run * 8 + depth;
        runAt[i] = r << 1 | bit;
        float s = StateEntry.stretched(runs[r]);
        x[o + 3] = bit == 1 ? s : -s;
      } else {
        runAt[i] = -1;
        x[o + 3] = 0;
      }
    }
  }

  private static void learn(int[] map, int i, int bit) {
    map[i] = StateEntry.learned(map[i], bit);
  }

  /**
   * Takes a bit that was not predicted: contexts learn it, but not what their cells mean.
   *
   * @param node the bits before
   */
  void note(int node, int bit) {
    int local = node;
    if (node >= 16) {
      int depth = 31 - Integer.numberOfLeadingZeros(node);
      if (depth == 4) {
        find(node);
      }
      local = 1 << depth - 4 | node & (1 << depth - 4) - 1;
    }
    for (int i = 0; i < contexts; i++) {
      cells[i] = slots[i] + local;
      historyAt[i] = -1;
      runAt[i] = -1;
    }
    learn(node, bit);
  }

  void learn(int node, int bit) {
    random = random * 0x19660D + 0x3C6EF35F;
    int goal = bit * 0xFF00;
    for (int i = 0; i < contexts; i++) {
      int c = cells[i];
      int cell = table[c];
      int state = cell & 255;
      int high = cell & 0xFF00;
      if (node > 1) {
        int noise = random * (2 * i + 1) >>> 24;
        high = high + ((goal - high) * RATE_OF[state] >> 15) + noise;
      }
      // Two contexts may share a cell, which the one before has then changed already.
      if (historyAt[i] >= 0) {
        learn(histories, historyAt[i], bit);
        if (node > 1) {
          learn(probabilities, probabilityAt[i], bit);
        }
      }
      table[c] = (short) (high & 0xFF00 | BitHistory.next(state, bit));
      int r = runAt[i];
      if (r >= 0) {
        learn(runs, r >> 1, (r & 1) == bit ? 1 : 0);
      }
    }
    if (node >= 128) {
      finish(2 * node + bit & 255);
    }
  }

  private void finish(int coded) {
    for (int i = 0; i < contexts; i++) {
      int first = firsts[i];
      int head = table[first];
      int root = table[first + 1];
      int run = head >>> 12 & 15;
      run = run != 0 && (root >>> 8 & 255) == coded ? Math.min(run + 1, 15) : 1;
      table[first] = (short) (run << 12 | head & CHECK);
      table[first + 1] = (short) (coded << 8 | root & 255);
    }
  }
}
