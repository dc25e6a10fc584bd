package io.bytezip.modalities.format;

import java.util.Arrays;

/**
 * A look at some numbers: which of their bytes are noise, and whether neighbours are alike. What it
 * finds decides how they are laid out, never whether they come back. Linear in the sample; memory:
 * 1 MB.
 */
final class NumberSample {
  /** Numbers; a whole array is not much more certain. */
  private static final int MOST = 1 << 16;

  /** With fewer numbers nothing is called noise. */
  private static final int LEAST = 1 << 12;

  /** So much more often than by chance two bytes may agree. */
  private static final double NOISE = 0.005;

  private static final int HASH_BITS = 16;

  private final byte[] numbers;
  private final NumberType type;
  private final int first;
  private final int count;

  /** Of whole numbers; the middle of them is looked at. */
  NumberSample(byte[] numbers, NumberType type) {
    this.numbers = numbers;
    this.type = type;
    int all = numbers.length / type.bytes();
    count = Math.min(all, MOST);
    first = (all - count) / 2;
  }

  /** The byte of number i with k more significant ones. */
  private int octet(int i, int k) {
    int place = type.bigEndian() ? k : type.bytes() - 1 - k;
    return numbers[(first + i) * type.bytes() + place] & 255;
  }

  /** Whether most numbers occur several times. */
  boolean repeats() {
    boolean[] seen = new boolean[1 << HASH_BITS];
    int distinct = 0;
    for (int i = 0; i < count; i++) {
      long value = type.bits(numbers, (first + i) * type.bytes());
      int slot = (int) (value * 0x9E3779B97F4A7C15L >>> 64 - HASH_BITS);
      distinct += seen[slot] ? 0 : 1;
      seen[slot] = true;
    }
    return distinct < count / 4;
  }

  /** Whether byte k is noise, also where the byte above it is known. */
  boolean noise(int k) {
    if (count < LEAST) {
      return false;
    }
    int[][] counts = new int[k == 0 ? 1 : 256][256];
    for (int i = 0; i < count; i++) {
      counts[k == 0 ? 0 : octet(i, k - 1)][octet(i, k)]++;
    }
    double excess = 0;
    int contexts = 0;
    for (int[] context : counts) {
      long total = Arrays.stream(context).sum();
      if (total > 1) {
        excess += pairs(context) * 256.0 / (total - 1) - total;
        contexts++;
      }
    }
    // By chance each context's excess has a variance of 512, twice the number of values.
    return excess < NOISE * count + 2.5 * Math.sqrt(512.0 * contexts);
  }

  /**
   * Whether byte k is better known from its neighbours to the left and above than by itself.
   *
   * @param row numbers in a row
   */
  boolean smooth(int k, int row) {
    int[] values = new int[256];
    int[] residuals = new int[256];
    for (int i = row; i < count; i++) {
      int value = octet(i, k);
      values[value]++;
      residuals[value - (octet(i - 1, k) + octet(i - row, k) >> 1) & 255]++;
    }
    return pairs(residuals) > 1.05 * pairs(values);
  }

  /** Whether integers are much better known from the one before than by themselves. */
  boolean walks() {
    if (count < 2) {
      return false;
    }
    int unused = 64 - 8 * type.bytes();
    long steps = 0;
    for (int i = 1; i < count; i++) {
      int at = (first + i) * type.bytes();
      long step =
          type.bits(numbers, at) - type.bits(numbers, at - type.bytes()) << unused >> unused;
      steps += 64 - Long.numberOfLeadingZeros(step << 1 ^ step >> 63);
    }
    double each = (double) steps / (count - 1);
    return each < 20 && each < 0.9 * information();
  }

  /** Bits of a number of which the byte above each byte is known. */
  private double information() {
    double bits = 0;
    for (int k = 0; k < type.bytes(); k++) {
      int[][] counts = new int[k == 0 ? 1 : 256][256];
      for (int i = 0; i < count; i++) {
        counts[k == 0 ? 0 : octet(i, k - 1)][octet(i, k)]++;
      }
      double alike = 0;
      for (int[] context : counts) {
        long total = Arrays.stream(context).sum();
        if (total > 1) {
          alike += (double) pairs(context) / (total - 1);
        }
      }
      bits += log2(count / Math.max(1, alike));
    }
    return bits;
  }

  /** Between powers of two, the straight line. */
  private static double log2(double value) {
    int exponent = Math.getExponent(value);
    return exponent + value / Math.scalb(1.0, exponent) - 1;
  }

  private static long pairs(int[] counts) {
    long pairs = 0;
    for (int n : counts) {
      pairs += (long) n * (n - 1);
    }
    return pairs;
  }
}
