package io.bytezip.codec.mix;

/**
 * An entry of a map from what was seen to how probable a one is: 22 bits of probability, then 10
 * bits of uses, in an int (Mahoney's lpaq, {@code StateMap}). It begins by moving far and ends by
 * moving 1 / 255 of the error.
 */
final class StateEntry {
  private static final int LIMIT = 255;

  private static final int USES = 1023;

  /** Stretched probabilities by their upper 12 bits. */
  private static final float[] STRETCH = new float[4096];

  private static final int[] RATES = new int[USES + 1];

  static {
    for (int i = 0; i < STRETCH.length; i++) {
      STRETCH[i] = Logistic.stretch((i + 0.5f) / STRETCH.length);
    }
    for (int i = 0; i < RATES.length; i++) {
      RATES[i] = (int) (65536 / (i + 1.6f));
    }
  }

  private StateEntry() {}

  /** A probability that was never used. */
  static int of(float probability) {
    return (int) (probability * (1 << 22)) << 10;
  }

  /** The share of ones after so many zeros and ones as a bit history counts. */
  static int ofHistory(int history) {
    float zeros = BitHistory.zeros(history) + 0.5f;
    float ones = BitHistory.ones(history) + 0.5f;
    return of(ones / (zeros + ones));
  }

  static float probability(int entry) {
    return ((entry >>> 10) + 0.5f) * (1f / (1 << 22));
  }

  static int uses(int entry) {
    return entry & USES;
  }

  /** Log odds. */
  static float stretched(int entry) {
    return STRETCH[entry >>> 20];
  }

  /** The probability from -2 to 2. */
  static float centred(int entry) {
    return ((entry >>> 20) - 2047.5f) * (1f / 1024);
  }

  /** The entry after a bit. */
  static int learned(int entry, int bit) {
    int uses = entry & USES;
    int p = entry >>> 10;
    int step = ((bit << 22) - bit - p >> 7) * RATES[uses] >> 9;
    // The shifts round down, so a step from next to nothing may reach below it.
    return Math.max(0, p + step) << 10 | (uses < LIMIT ? uses + 1 : uses);
  }
}
