package io.bytezip.modalities.deflate;

/**
 * Chains of earlier strings with the same hash: zlib's; and beside them, if wanted, chains of
 * strings with the same first four bytes. A long search for a match along zlib's chain looks at
 * many strings that have only three bytes in common; the other chains leave most of them out, and
 * the number that each string has in its chain of zlib's tells how far zlib would have come.
 *
 * <p>Links are distances, the greatest standing for everything that is out of reach. They can be
 * followed from strings that are no farther back than the table reaches.
 *
 * <p>Memory: at most 0.9 MiB.
 */
final class StringTable {
  private static final int FOURS_BITS = 16;
  private static final int MULTIPLIER = 0x9E3779B1;
  private static final int FARTHEST = (1 << 16) - 1;

  private final byte[] data;
  private final int length;
  private final int hashBytes;
  private final int hashBits;
  private final int hashMask;
  private final int hashShift;

  /** The latest string of each hash, plus 1. */
  private final int[] heads;

  private final char[] links;

  /** Of strings of four bytes; null if there are no such chains. */
  private final int[] fourHeads;

  /** A string's link in its chain of four bytes, and below its number in zlib's chain. */
  private final int[] fours;

  private final int mask;

  /** The first string that is not in the table yet. */
  private int inserted;

  /**
   * @param reach how far back strings are found, a power of two
   * @param withFours whether there are chains of four bytes
   */
  StringTable(byte[] data, int length, MatchRules rules, int reach, boolean withFours) {
    this.data = data;
    this.length = length;
    hashBytes = rules.hashBytes();
    hashBits = rules.hashBits();
    hashMask = (1 << hashBits) - 1;
    hashShift = (hashBits + DeflateCodes.MIN_MATCH - 1) / DeflateCodes.MIN_MATCH;
    heads = new int[hashMask + 1];
    links = new char[reach];
    fourHeads = withFours ? new int[1 << FOURS_BITS] : null;
    fours = withFours ? new int[reach] : null;
    mask = reach - 1;
  }

  /** Whether there are chains of four bytes. */
  boolean withFours() {
    return fours != null;
  }

  /** The string before in zlib's chain, or what is out of reach if there is none. */
  int before(int at) {
    return at - links[at & mask];
  }

  /** A string in its chain of four bytes, to be taken apart by the methods below. */
  int ofFour(int at) {
    return fours[at & mask];
  }

  /** How far before the string is the nearest earlier one that may have the same four bytes. */
  static int backOfFour(int string) {
    return string >>> 16;
  }

  /** How many strings back {@code earlier} is in zlib's chain that both are in. */
  static int strings(int earlier, int string) {
    return string - earlier & 0xFFFF;
  }

  /** Leaves out the strings before {@code position} that are not in the table yet. */
  void leaveOut(int position) {
    inserted = Math.max(inserted, position);
  }

  /**
   * Puts the strings up to the one at {@code last} at the heads of their chains.
   *
   * @param more how many more may be put in at once, which is faster
   */
  void insert(int last, int more) {
    if (last < inserted) {
      return;
    }
    // The last strings have no four bytes.
    int end = Math.min(last + more + 1, length - 3);
    if (fours != null) {
      insertWithFours(end);
    } else if (hashBytes == 3) {
      insertThrees(end);
    } else {
      insertFours(end);
    }
    if (inserted <= last && inserted == length - 3 && hashBytes == 3) {
      insertLast();
    }
  }

  private void insertThrees(int end) {
    int at = inserted;
    for (; at < end; at++) {
      link(at, hash(Strings.four(data, at)));
    }
    inserted = at;
  }

  private void insertFours(int end) {
    int at = inserted;
    for (; at < end; at++) {
      link(at, Strings.four(data, at) * MULTIPLIER >>> 32 - hashBits);
    }
    inserted = at;
  }

  private void insertWithFours(int end) {
    int at = inserted;
    for (; at < end; at++) {
      int string = Strings.four(data, at);
      int hash = hash(string);
      int number = fours[heads[hash] - 1 & mask] + 1 & 0xFFFF;
      link(at, hash);
      int four = string * MULTIPLIER >>> 32 - FOURS_BITS;
      int back = Math.min(at + 1 - fourHeads[four], FARTHEST);
      fourHeads[four] = at + 1;
      fours[at & mask] = back << 16 | number;
    }
    inserted = at;
  }

  /** The last string, of three bytes. */
  private void insertLast() {
    int at = inserted++;
    link(at, hash(data[at] & 255 | (data[at + 1] & 255) << 8 | (data[at + 2] & 255) << 16));
  }

  private void link(int at, int hash) {
    links[at & mask] = (char) Math.min(at + 1 - heads[hash], FARTHEST);
    heads[hash] = at + 1;
  }

  /** zlib's hash of the three bytes, of which the first is the lowest. */
  private int hash(int string) {
    int first = (string & 255) << 2 * hashShift;
    return (first ^ (string >> 8 & 255) << hashShift ^ string >> 16 & 255) & hashMask;
  }
}
