package io.bytezip.modalities;

/**
 * The part of the input that parsers see, from the start of the block on. Reading past its end
 * throws {@link IndexOutOfBoundsException}: a parser asks {@link #has} first.
 *
 * @param complete whether the input ends where the window ends
 */
record InputWindow(byte[] bytes, int offset, int length, boolean complete) {
  boolean has(long position, int count) {
    return position + count <= length;
  }

  int u8(int position) {
    if (position < 0 || position >= length) {
      throw new IndexOutOfBoundsException(position);
    }
    return bytes[offset + position] & 255;
  }

  int u16(int position, boolean bigEndian) {
    int first = u8(position);
    int second = u8(position + 1);
    return bigEndian ? first << 8 | second : second << 8 | first;
  }

  int i32(int position, boolean bigEndian) {
    int first = u16(position, bigEndian);
    int second = u16(position + 2, bigEndian);
    return bigEndian ? first << 16 | second : second << 16 | first;
  }

  long u32(int position, boolean bigEndian) {
    return i32(position, bigEndian) & 0xFFFF_FFFFL;
  }

  boolean isAt(int position, String ascii) {
    if (!has(position, ascii.length())) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (u8(position + i) != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
