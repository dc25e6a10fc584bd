package io.bytezip.modalities.deflate;

/**
 * Names the string that a match repeats by its rank: how many nearer strings would have given a
 * match of the same length. Knows all strings, whatever an encoder knew.
 *
 * <p>Memory: at most 0.4 MiB beside the input.
 */
final class MatchRanks {
  private static final int MAX_HOPS = 4096;
  private static final int HASH_BITS = 16;

  /** The longest link; it leads out of reach. */
  private static final int FARTHEST = (1 << 16) - 1;

  private static final long MAX_STEPS = 1L << 24;
  private static final long MAX_STEPS_PER_BYTE = 256;

  private final byte[] data;
  private final int length;

  /** The latest string of each hash, plus 1. */
  private final int[] heads = new int[1 << HASH_BITS];

  /** How far back the string before is. */
  private final char[] links;

  private final int mask;

  /** The first string that is not in the table yet. */
  private int inserted;

  /** Strings and bytes compared in vain, and otherwise; how many of each are enough. */
  private long wasted;

  private long steps;
  private final long maxSteps;

  MatchRanks(byte[] data, int length) {
    this.data = data;
    this.length = length;
    int reach =
        Math.min(DeflateCodes.MAX_DISTANCE, Integer.highestOneBit(Math.max(length, 1)) << 1);
    links = new char[reach];
    mask = reach - 1;
    maxSteps = MAX_STEPS + MAX_STEPS_PER_BYTE * length;
  }

  /**
   * Whether ranks are in use: not once very many steps have been taken. Depends only on what {@link
   * #distance} has been asked and {@link #rank} has answered.
   */
  boolean usable() {
    return steps <= maxSteps;
  }

  /** The rank of a match at a position, or -1 if it is too much work or no match. */
  int rank(int position, int matchLength, int distance) {
    insert(position);
    int rank = 0;
    long walked = 0;
    int hops = 0;
    int candidate = wasted > maxSteps ? -1 : previous(position, position);
    while (candidate >= 0 && hops < MAX_HOPS) {
      hops++;
      int common = Strings.common(data, candidate, position, matchLength);
      walked += 1 + common;
      if (common == matchLength) {
        if (position - candidate == distance) {
          steps += walked;
          return rank;
        }
        rank++;
      }
      candidate = previous(candidate, position);
    }
    wasted += walked;
    return -1;
  }

  /** The distance of the match of a rank, or -1 if there is none such. */
  int distance(int position, int matchLength, int rank) {
    insert(position);
    int left = rank;
    int hops = 0;
    int candidate = previous(position, position);
    while (candidate >= 0 && hops < MAX_HOPS) {
      hops++;
      int common = Strings.common(data, candidate, position, matchLength);
      steps += 1 + common;
      if (common == matchLength && left-- == 0) {
        return position - candidate;
      }
      candidate = previous(candidate, position);
    }
    return -1;
  }

  /** The string before a candidate; -1 if there is none that a match at the position can reach. */
  private int previous(int candidate, int position) {
    int earlier = candidate - links[candidate & mask];
    return position - earlier <= DeflateCodes.MAX_DISTANCE ? earlier : -1;
  }

  private void insert(int last) {
    int end = Math.min(last + 1, length - DeflateCodes.MIN_MATCH + 1);
    int at = inserted;
    for (; at < Math.min(end, length - 3); at++) {
      insert(at, Strings.four(data, at) << 8);
    }
    for (; at < end; at++) {
      insert(at, (data[at] & 255 | (data[at + 1] & 255) << 8 | (data[at + 2] & 255) << 16) << 8);
    }
    inserted = at;
  }

  /** Puts a string into the table, given its three bytes above the lowest one. */
  private void insert(int at, int string) {
    int hash = (string >>> 8) * 0x9E3779B1 >>> 32 - HASH_BITS;
    links[at & mask] = (char) Math.min(at + 1 - heads[hash], FARTHEST);
    heads[hash] = at + 1;
  }
}
