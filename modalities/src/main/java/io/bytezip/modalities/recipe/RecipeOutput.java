package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;
import java.util.Arrays;

/** What a recipe makes: grows as bytes come, never past its limit. */
public final class RecipeOutput {
  private final int limit;
  private byte[] bytes;
  private int size;

  /** Takes at most {@code limit} bytes, and starts with room for {@code expected}. */
  RecipeOutput(long limit, long expected) {
    this.limit = (int) Math.min(limit, Integer.MAX_VALUE - 16);
    bytes = new byte[(int) Math.min(this.limit, expected)];
  }

  /** Takes bytes; false, and nothing taken, if there is no room. */
  boolean accept(byte[] source, int count) {
    if (count > limit - size) {
      return false;
    }
    reserve(count);
    System.arraycopy(source, 0, bytes, size, count);
    size += count;
    return true;
  }

  void write(byte[] source, int offset, int count) throws MalformedRecipeException {
    check(count);
    System.arraycopy(source, offset, bytes, size, count);
    size += count;
  }

  void zeros(int count) throws MalformedRecipeException {
    check(count);
    size += count;
  }

  void u8(int value) throws MalformedRecipeException {
    check(1);
    bytes[size++] = (byte) value;
  }

  void bigEndian(int value, int count) throws MalformedRecipeException {
    for (int i = count - 1; i >= 0; i--) {
      u8(value >> 8 * i);
    }
  }

  int size() {
    return size;
  }

  /** All the bytes. */
  byte[] toBytes() {
    return bytes.length == size ? bytes : Arrays.copyOf(bytes, size);
  }

  private void check(int count) throws MalformedRecipeException {
    if (count > limit - size) {
      throw new MalformedRecipeException("the recipe makes more than " + limit + " bytes");
    }
    reserve(count);
  }

  private void reserve(int count) {
    if (count > bytes.length - size) {
      long grown = Math.max((long) size + count, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, (int) Math.min(limit, grown));
    }
  }
}
