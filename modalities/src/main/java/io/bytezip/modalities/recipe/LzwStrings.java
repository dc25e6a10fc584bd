package io.bytezip.modalities.recipe;

/**
 * The strings of an LZW coder: each is an earlier one and a symbol. Forgetting them all takes no
 * time, so that streams which do nothing else are no slower. Memory: 192 KiB.
 */
final class LzwStrings {
  /** Four times the codes there are. */
  private static final int SLOTS = 1 << 14;

  private final long[] keys = new long[SLOTS];
  private final int[] codes = new int[SLOTS];
  private long generation = 1;

  /** Forgets all strings. */
  void clear() {
    generation++;
  }

  /** The code of the string {@code prefix} and a symbol; -1 if there is none. */
  int find(int prefix, int symbol) {
    int slot = slot(prefix, symbol);
    return keys[slot] == key(prefix, symbol) ? codes[slot] : -1;
  }

  /** Adds a string, unless there is such a one: then the older code stays. */
  void add(int prefix, int symbol, int code) {
    int slot = slot(prefix, symbol);
    long key = key(prefix, symbol);
    if (keys[slot] != key) {
      keys[slot] = key;
      codes[slot] = code;
    }
  }

  private long key(int prefix, int symbol) {
    return generation << 20 | prefix << 8 | symbol;
  }

  /** Where the string is, or where it would be. */
  private int slot(int prefix, int symbol) {
    long key = key(prefix, symbol);
    int slot = ((prefix << 8 | symbol) * 0x9E3779B1) >>> 18;
    while (keys[slot] >> 20 == generation && keys[slot] != key) {
      slot = slot + 1 & SLOTS - 1;
    }
    return slot;
  }
}
