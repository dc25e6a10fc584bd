package io.bytezip.codec.mix;

/**
 * Bit histories in a byte, after ZPAQ's nonstationary states (Mahoney, "The ZPAQ Open Standard Format",
 * level 2, 2013): how many zeros and ones a context has seen, bounded, older ones of the rarer
 * kind forgotten when the other comes, and in short histories which came last. State 0 has seen nothing.
 */
final class BitHistory {
  private static final int MOST = 50;
  private static final int[] BOUND = {20, 48, 15, 8, 6, 5};
  private static final int[] NEXT = new int[512];
  private static final int[] ZEROS = new int[256];
  private static final int[] ONES = new int[256];

  static {
    int[][][] number = new int[MOST][MOST][2];
    int state = 0;
    for (int n = 0; n < MOST; n++) {
      for (int ones = 0; ones <= n; ones++) {
        int kinds = kinds(n - ones, ones);
        if (kinds > 0) {
          number[n - ones][ones][0] = state;
          number[n - ones][ones][1] = state + kinds - 1;
          state += kinds;
        }
      }
    }
    for (int zeros = 0; zeros < MOST; zeros++) {
      for (int ones = 0; ones < MOST - zeros; ones++) {
        for (int kind = 0; kind < kinds(zeros, ones); kind++) {
          int s = number[zeros][ones][kind];
          ZEROS[s] = zeros;
          ONES[s] = ones;
          for (int bit = 0; bit < 2; bit++) {
            int[] after = after(zeros, ones, bit);
            NEXT[2 * s + bit] = number[after[0]][after[1]][bit];
          }
        }
      }
    }
  }

  private BitHistory() {}

  /** The state after one more bit. */
  static int next(int state, int bit) {
    return NEXT[2 * state + bit];
  }

  static int zeros(int state) {
    return ZEROS[state];
  }

  static int ones(int state) {
    return ONES[state];
  }

  /** How many states have these counts: 2 if they know which bit came last. */
  private static int kinds(int zeros, int ones) {
    int more = Math.max(zeros, ones);
    int fewer = Math.min(zeros, ones);
    if (fewer >= BOUND.length || more > BOUND[fewer]) {
      return 0;
    }
    return fewer > 0 && zeros + ones <= 17 ? 2 : 1;
  }

  private static int discounted(int n) {
    return Math.min(n, 4) + (n >= 5 ? 1 : 0) + (n >= 7 ? 1 : 0) + (n >= 8 ? 1 : 0);
  }

  private static int[] after(int zeros, int ones, int bit) {
    int same = (bit == 1 ? ones : zeros) + 1;
    int other = discounted(bit == 1 ? zeros : ones);
    while (kinds(same, other) == 0) {
      if (Math.min(same, other) < 2) {
        if (same >= other) {
          same--;
        } else {
          other--;
        }
      } else if (same >= other) {
        same = (same * (other - 1) + other / 2) / other;
        other--;
      } else {
        other = (other * (same - 1) + same / 2) / same;
        same--;
      }
    }
    return bit == 1 ? new int[] {other, same} : new int[] {same, other};
  }
}
