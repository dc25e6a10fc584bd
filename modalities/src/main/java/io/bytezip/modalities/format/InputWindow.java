package io.bytezip.modalities.format;

import java.util.Arrays;
import java.util.Objects;

/**
 * The part of the input that formats see. Positions are counted from its start; reading past its
 * end throws {@link IndexOutOfBoundsException}: ask {@link #has} first.
 *
 * @param bytes hold the window; not to be changed
 * @param offset where it begins in {@code bytes}
 * @param length how many bytes it has
 * @param complete whether the input ends where the window ends
 */
public record InputWindow(byte[] bytes, int offset, int length, boolean complete) {
  /** Checks the range. */
  public InputWindow {
    Objects.checkFromIndexSize(offset, length, bytes.length);
  }

  /** A complete window. */
  public static InputWindow of(byte[] bytes) {
    return new InputWindow(bytes, 0, bytes.length, true);
  }

  /** The same from {@code position} on. */
  public InputWindow from(int position) {
    Objects.checkFromIndexSize(position, 0, length);
    return new InputWindow(bytes, offset + position, length - position, complete);
  }

  /** Whether there are {@code count} bytes from {@code position} on. */
  public boolean has(long position, long count) {
    return position >= 0 && position + count <= length;
  }

  /** Some of the bytes. */
  public byte[] copy(int position, int count) {
    Objects.checkFromIndexSize(position, count, length);
    return Arrays.copyOfRange(bytes, offset + position, offset + position + count);
  }

  /** A byte, 0 to 255. */
  public int u8(int position) {
    if (position < 0 || position >= length) {
      throw new IndexOutOfBoundsException(position);
    }
    return bytes[offset + position] & 255;
  }

  /** Two bytes, unsigned. */
  public int u16(int position, boolean bigEndian) {
    int first = u8(position);
    int second = u8(position + 1);
    return bigEndian ? first << 8 | second : second << 8 | first;
  }

  /** Four bytes, signed. */
  public int i32(int position, boolean bigEndian) {
    int first = u16(position, bigEndian);
    int second = u16(position + 2, bigEndian);
    return bigEndian ? first << 16 | second : second << 16 | first;
  }

  /** Four bytes, unsigned. */
  public long u32(int position, boolean bigEndian) {
    return i32(position, bigEndian) & 0xFFFF_FFFFL;
  }

  /** Eight bytes, signed. */
  public long i64(int position, boolean bigEndian) {
    long first = u32(position, bigEndian);
    long second = u32(position + 4, bigEndian);
    return bigEndian ? first << 32 | second : second << 32 | first;
  }

  /** Whether these characters, one byte each, stand there. */
  public boolean isAt(int position, String ascii) {
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
