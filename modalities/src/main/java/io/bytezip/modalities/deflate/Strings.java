package io.bytezip.modalities.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Compares strings of bytes. */
final class Strings {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Strings() {}

  /** Two bytes. */
  static short two(byte[] data, int at) {
    return (short) SHORTS.get(data, at);
  }

  /** Four bytes. */
  static int four(byte[] data, int at) {
    return (int) INTS.get(data, at);
  }

  /** Eight bytes, or as many as there are and zeros. */
  static long eight(byte[] data, int at) {
    if (at <= data.length - 8) {
      return (long) LONGS.get(data, at);
    }
    long eight = 0;
    for (int i = data.length - 1; i >= at; i--) {
      eight = eight << 8 | data[i] & 255;
    }
    return eight;
  }

  /** How many bytes from {@code a} and {@code b} on are the same, {@code most} at most. */
  static int common(byte[] data, int a, int b, int most) {
    int common = 0;
    while (common + 8 <= most) {
      long difference = (long) LONGS.get(data, a + common) ^ (long) LONGS.get(data, b + common);
      if (difference != 0) {
        return common + (Long.numberOfTrailingZeros(difference) >> 3);
      }
      common += 8;
    }
    while (common < most && data[a + common] == data[b + common]) {
      common++;
    }
    return common;
  }
}
