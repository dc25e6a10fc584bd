package io.bytezip.modalities;

import java.util.Arrays;

/** The block being restored: grows as bytes come, never past its length. */
final class BlockOutput {
  private final int limit;
  private byte[] bytes;
  private int size;

  /** Starts with room for {@code expected} bytes. */
  BlockOutput(int limit, long expected) {
    this.limit = limit;
    bytes = new byte[(int) Math.min(limit, expected)];
  }

  void write(byte[] source, int offset, int count) throws MalformedRecipeException {
    reserve(count);
    System.arraycopy(source, offset, bytes, size, count);
    size += count;
  }

  void zeros(int count) throws MalformedRecipeException {
    reserve(count);
    size += count;
  }

  void bigEndianInt(int value) throws MalformedRecipeException {
    reserve(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >> shift);
    }
  }

  int remaining() {
    return limit - size;
  }

  /** All the bytes, if they are as many as there should be. */
  byte[] complete() throws MalformedRecipeException {
    if (size != limit) {
      throw new MalformedRecipeException("the recipe makes " + size + " bytes of " + limit);
    }
    return bytes.length == size ? bytes : Arrays.copyOf(bytes, size);
  }

  private void reserve(int count) throws MalformedRecipeException {
    if (count > limit - size) {
      throw new MalformedRecipeException("the recipe makes more than " + limit + " bytes");
    }
    if (count > bytes.length - size) {
      long grown = Math.max((long) size + count, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, (int) Math.min(limit, grown));
    }
  }
}
