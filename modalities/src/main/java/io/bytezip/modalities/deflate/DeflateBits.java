package io.bytezip.modalities.deflate;

import java.util.Arrays;

/** Bits of a deflate stream, low bits first; whole bytes go to a sink. */
final class DeflateBits {
  private static final int LONGEST_STORED = 65_535;

  private final DeflateSink sink;
  private byte[] bytes = new byte[1 << 16];
  private int size;
  private long held;
  private int heldBits;

  DeflateBits(DeflateSink sink) {
    this.sink = sink;
  }

  /** Appends the low {@code count} bits (0 to 16). */
  void put(int value, int count) {
    held |= (long) value << heldBits;
    heldBits += count;
    if (heldBits >= 32) {
      if (bytes.length - size < 8) {
        bytes = Arrays.copyOf(bytes, 2 * bytes.length);
      }
      for (; heldBits >= 8; heldBits -= 8) {
        bytes[size++] = (byte) held;
        held >>>= 8;
      }
    }
  }

  /** Appends the length fields and the bytes of a stored block. */
  void stored(byte[] data, int start, int length) {
    if (length > LONGEST_STORED) {
      throw new IllegalArgumentException("a stored block of " + length + " bytes");
    }
    align();
    put(length, 16);
    put(~length & 0xFFFF, 16);
    align();
    if (bytes.length - size < length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length + length);
    }
    System.arraycopy(data, start, bytes, size, length);
    size += length;
  }

  /** Hands whole bytes to the sink. */
  boolean drain() {
    boolean more = sink.accept(bytes, size);
    size = 0;
    return more;
  }

  /** Fills up the last byte and hands all to the sink. */
  boolean finish() {
    align();
    return drain();
  }

  private void align() {
    if (bytes.length - size < 8) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    for (; heldBits > 0; heldBits -= 8) {
      bytes[size++] = (byte) held;
      held >>>= 8;
    }
    heldBits = 0;
  }
}
