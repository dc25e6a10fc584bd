package io.bytezip.modalities.recipe;

/** Takes codes from bytes. */
final class LzwReader {
  private final boolean highFirst;
  private final byte[] bytes;
  private final int from;
  private final long bits;
  private long position;

  LzwReader(boolean highFirst, byte[] bytes, int from, int to) {
    this.highFirst = highFirst;
    this.bytes = bytes;
    this.from = from;
    this.bits = 8L * (to - from);
  }

  /** The next code; -1 if there are too few bits. */
  int take(int width) {
    int code = look(width);
    if (code >= 0) {
      position += width;
    }
    return code;
  }

  /** Whether the next code is this one, and nothing follows but bits of the same byte. */
  boolean endsWith(int code, int width) {
    return look(width) == code && bits - position - width < 8;
  }

  /** Bytes of which bits were taken. */
  int used() {
    return (int) ((position + 7) / 8);
  }

  /** The next code, which stays there; -1 if there are too few bits. */
  int look(int width) {
    if (position + width > bits) {
      return -1;
    }
    int code = 0;
    int got = 0;
    while (got < width) {
      long at = position + got;
      int octet = bytes[from + (int) (at >> 3)] & 255;
      int skip = (int) (at & 7);
      int count = Math.min(8 - skip, width - got);
      int mask = (1 << count) - 1;
      code =
          highFirst
              ? code << count | octet >> 8 - skip - count & mask
              : code | (octet >> skip & mask) << got;
      got += count;
    }
    return code;
  }
}
