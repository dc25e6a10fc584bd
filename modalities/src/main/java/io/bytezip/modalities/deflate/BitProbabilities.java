package io.bytezip.modalities.deflate;

import java.util.Arrays;

/**
 * How probable a 1 is in each context: 22 bits, moved towards each bit by a quarter of the way at
 * first, later by a 128th.
 */
final class BitProbabilities {
  private static final int BITS = 22;
  private static final int ONE = 1 << BITS;
  private static final int FIRST = ONE / 4;
  private static final int FIRST_SHIFT = 2;
  private static final int LAST_SHIFT = 7;

  private final int[] probabilities;
  private final byte[] seen;

  BitProbabilities(int contexts) {
    probabilities = new int[contexts];
    Arrays.fill(probabilities, FIRST);
    seen = new byte[contexts];
  }

  /** Of a 1, in 65536ths, 1 to 65535. */
  int get(int context) {
    return Math.clamp(probabilities[context] >> BITS - 16, 1, 65_535);
  }

  void learn(int context, int bit) {
    int shift = Math.min(FIRST_SHIFT + (seen[context] >> 2), LAST_SHIFT);
    if (shift < LAST_SHIFT) {
      seen[context]++;
    }
    probabilities[context] += (bit * ONE - probabilities[context]) >> shift;
  }
}
