package io.bytezip.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A quick look at whether there is anything in some bytes that LZMA2 could save. */
final class Redundancy {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int MIN_LENGTH = 1 << 16;
  private static final int CONTEXTS = 8;
  private static final int TABLE_BITS = 18;
  private static final long HASH = 0x9E3779B97F4A7C15L;

  private Redundancy() {}

  /**
   * True if the bytes look like noise: flat counts in the contexts in which LZMA codes literals,
   * and hardly any repeated string of eight bytes, wherever it may be. Short inputs are never
   * called noise.
   */
  static boolean none(byte[] bytes) {
    return bytes.length >= MIN_LENGTH && flat(bytes) && !repeats(bytes);
  }

  /**
   * The chance that two bytes of a context agree is within 1 % of that of noise, beyond what the
   * sample's size explains.
   */
  private static boolean flat(byte[] bytes) {
    int[] counts = new int[CONTEXTS * 256];
    int context = 0;
    for (byte octet : bytes) {
      int value = octet & 0xFF;
      counts[context * 256 + value]++;
      context = value >>> 5;
    }
    double excess = 0;
    for (int i = 0; i < CONTEXTS; i++) {
      double total = 0;
      double pairs = 0;
      for (int j = 0; j < 256; j++) {
        double count = counts[i * 256 + j];
        total += count;
        pairs += count * (count - 1);
      }
      if (total > 1) {
        excess += pairs * 256 / (total - 1) - total;
      }
    }
    return excess < 0.01 * bytes.length;
  }

  /**
   * Strings are picked by their content, one in 16, so that both ends of a repetition are picked.
   */
  private static boolean repeats(byte[] bytes) {
    int[] last = new int[1 << TABLE_BITS];
    long repeated = 0;
    for (int i = 0; i + 8 <= bytes.length; i++) {
      long hash = (long) LONGS.get(bytes, i) * HASH;
      if (hash >>> 60 != 0) {
        continue;
      }
      int slot = (int) (hash >>> (60 - TABLE_BITS)) & ((1 << TABLE_BITS) - 1);
      int before = last[slot] - 1;
      if (before >= 0 && (long) LONGS.get(bytes, before) == (long) LONGS.get(bytes, i)) {
        repeated++;
      }
      last[slot] = i + 1;
    }
    return repeated * 16 > bytes.length / 200;
  }
}
