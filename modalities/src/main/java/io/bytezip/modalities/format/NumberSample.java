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
      long value = number(i);
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
   * @param channels how many of them there are to a pixel
   */
  boolean smooth(int k, int row, int channels) {
    int[] values = new int[256];
    int[] fromMean = new int[256];
    int[] fromPlane = new int[256];
    for (int i = row + channels; i < count; i++) {
      int value = octet(i, k);
      int left = octet(i - channels, k);
      int above = octet(i - row, k);
      values[value]++;
      fromMean[value - (left + above >> 1) & 255]++;
      fromPlane[value - left - above + octet(i - row - channels, k) & 255]++;
    }
    return Math.max(pairs(fromMean), pairs(fromPlane)) > 1.05 * pairs(values);
  }

  /**
   * Whether integers are better known from those before than by themselves.
   *
   * @param channels how many numbers there are to a frame
   */
  boolean walks(int channels) {
    if (count < LEAST) {
      return false;
    }
    int unused = 64 - 8 * type.bytes();
    long steps = 0;
    long bends = 0;
    for (int i = 2 * channels; i < count; i++) {
      long last = number(i - channels);
      long step = number(i) - last;
      steps += magnitude(step << unused >> unused);
      bends += magnitude(step - last + number(i - 2 * channels) << unused >> unused);
    }
    double each = (double) Math.min(steps, bends) / (count - 2 * channels) - 0.5;
    double alone = information();
    return each < 20 && alone > 6 && each < 0.95 * alone;
  }

  private long number(int i) {
    return type.bits(numbers, (first + i) * type.bytes());
  }

  /** Bits of the number, the sign included. */
  private static int magnitude(long number) {
    return 64 - Long.numberOfLeadingZeros(number << 1 ^ number >> 63);
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
