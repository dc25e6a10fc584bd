package io.bytezip.modalities.deflate;

import java.util.Arrays;

/**
 * How probable a 1 is in each context: 22 bits, moved towards each bit by a quarter of the way at
 * first, later by a 128th.
 */
final class BitProbabilities {
  private static final int BITS = 22;
  private static final int FIRST = 1 << BITS - 2;
  private static final int FIRST_SHIFT = 2;
  private static final int LAST_SHIFT = 7;

  /** Bits of the number of bits seen, which stops where the shift is the last one. */
  private static final int SEEN_BITS = 5;

  private static final int MOST_SEEN = LAST_SHIFT - FIRST_SHIFT << 2;

  /** The probability, and below it how many bits have been seen. */
  private final int[] states;

  BitProbabilities(int contexts) {
    states = new int[contexts];
    Arrays.fill(states, FIRST << SEEN_BITS);
  }

  /** Of a 1, in 65536ths, 1 to 65535. */
  int get(int context) {
    return Math.clamp(states[context] >> BITS + SEEN_BITS - 16, 1, 65_535);
  }

  void learn(int context, int bit) {
    int state = states[context];
    int probability = state >> SEEN_BITS;
    int seen = state & (1 << SEEN_BITS) - 1;
    probability += (bit << BITS) - probability >> FIRST_SHIFT + (seen >> 2);
    states[context] = probability << SEEN_BITS | Math.min(seen + 1, MOST_SEEN);
  }
}
