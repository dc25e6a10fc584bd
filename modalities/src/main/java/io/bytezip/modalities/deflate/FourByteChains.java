package io.bytezip.modalities.deflate;

import java.util.Arrays;

/**
 * Chains of strings with the same first four bytes, beside zlib's chains of strings with the same
 * hash of three. A long search for a match along zlib's chain looks at many strings that have only
 * three bytes in common; these chains leave most of them out, and the number that each string has
 * in its chain of zlib's tells how far zlib would have come.
 *
 * <p>Memory: at most 1 MiB.
 */
final class FourByteChains {
  private static final int HASH_BITS = 16;

  private final byte[] data;
  private final int length;
  private final int[] heads = new int[1 << HASH_BITS];
  private final int[] previous;
  private final int[] counts;
  private final int[] numbers;
  private final int mask;

  /**
   * @param reach how far back strings are found, a power of two
   * @param hashes how many hashes of three bytes there are
   * @param none stands for no string
   */
  FourByteChains(byte[] data, int length, int reach, int hashes, int none) {
    this.data = data;
    this.length = length;
    previous = new int[reach];
    numbers = new int[reach];
    counts = new int[hashes];
    mask = reach - 1;
    forget(none);
  }

  /** Forgets all strings. */
  void forget(int none) {
    Arrays.fill(heads, none);
  }

  /**
   * Puts the string at {@code at} at the heads of its chains.
   *
   * @param hash of its first three bytes, by zlib's rule
   */
  void insert(int at, int hash) {
    numbers[at & mask] = counts[hash]++;
    if (at + 4 <= length) {
      int four = Strings.four(data, at) * 0x9E3779B1 >>> 32 - HASH_BITS;
      previous[at & mask] = heads[four];
      heads[four] = at;
    }
  }

  /** The nearest earlier string that may have the same four bytes. */
  int before(int at) {
    return previous[at & mask];
  }

  /** How many strings back {@code earlier} is in the chain of three bytes that both are in. */
  int strings(int earlier, int at) {
    return numbers[at & mask] - numbers[earlier & mask];
  }
}
