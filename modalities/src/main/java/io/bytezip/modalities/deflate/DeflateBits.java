package io.bytezip.modalities.deflate;

/**
 * Bits of a deflate stream, low bits first; whole bytes go to a sink, 64 KiB at a time and when
 * asked for. Once the sink refuses, everything more is dropped.
 */
final class DeflateBits {
  private static final int CAPACITY = 1 << 16;

  private final DeflateSink sink;
  private final byte[] bytes = new byte[CAPACITY];
  private int size;
  private long held;
  private int heldBits;
  private boolean refused;

  DeflateBits(DeflateSink sink) {
    this.sink = sink;
  }

  /** Appends the low {@code count} bits (0 to 16). */
  void put(int value, int count) {
    held |= (value & (1L << count) - 1) << heldBits;
    heldBits += count;
    if (heldBits >= 32) {
      wholeBytes();
    }
  }

  /** Appends the length fields and the bytes of a stored block, and before them the padding. */
  void stored(byte[] data, int start, int length, int padding) {
    align(padding);
    put(length, 16);
    put(~length, 16);
    wholeBytes();
    int done = 0;
    while (done < length) {
      if (size == CAPACITY) {
        drain();
      }
      int count = Math.min(length - done, CAPACITY - size);
      System.arraycopy(data, start + done, bytes, size, count);
      size += count;
      done += count;
    }
  }

  /**
   * Hands whole bytes to the sink.
   *
   * @return whether the sink took everything so far
   */
  boolean drain() {
    wholeBytes();
    if (size > 0 && !refused) {
      refused = !sink.accept(bytes, size);
    }
    size = 0;
    return !refused;
  }

  /** Fills up the last byte and hands all to the sink. */
  boolean finish(int padding) {
    align(padding);
    return drain();
  }

  private void align(int padding) {
    put(padding, -heldBits & 7);
    wholeBytes();
  }

  private void wholeBytes() {
    for (; heldBits >= 8; heldBits -= 8) {
      if (size == CAPACITY) {
        size = 0;
        refused = refused || !sink.accept(bytes, CAPACITY);
      }
      bytes[size++] = (byte) held;
      held >>>= 8;
    }
  }
}
