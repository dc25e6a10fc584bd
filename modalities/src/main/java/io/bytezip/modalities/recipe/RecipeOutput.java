package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;
import java.util.Arrays;

/** What a recipe makes: grows as bytes come, never past its limit or the room it shares. */
public final class RecipeOutput {
  private static final int MAX_SIZE = Integer.MAX_VALUE - 16;

  private final Room room;
  private byte[] bytes;
  private int size;

  /** Takes at most {@code limit} bytes, and starts with room for {@code expected}. */
  RecipeOutput(long limit, long expected) {
    room = new Room(Math.min(limit, MAX_SIZE));
    bytes = new byte[(int) Math.min(room.left(), expected)];
  }

  /** Takes from the room that it has in common with others. */
  RecipeOutput(Room room) {
    this.room = room;
    bytes = new byte[(int) Math.min(room.left(), 1024)];
  }

  /** Takes bytes; false, and nothing taken, if there is no room. */
  boolean accept(byte[] source, int count) {
    if (count > MAX_SIZE - size || !room.take(count)) {
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

  /** Whether the transform makes of the input what lies in {@code bytes} from {@code from} on. */
  static boolean makes(Transform transform, byte[] input, byte[] bytes, int from, int size) {
    RecipeOutput out = new RecipeOutput(size, size);
    try {
      transform.apply(input, out);
    } catch (MalformedRecipeException e) {
      return false;
    }
    return Arrays.equals(out.bytes, 0, out.size, bytes, from, from + size);
  }

  /** All the bytes, which are not kept: nothing can be done with the output afterwards. */
  byte[] release() {
    byte[] made = bytes.length == size ? bytes : Arrays.copyOf(bytes, size);
    bytes = null;
    return made;
  }

  private void check(int count) throws MalformedRecipeException {
    if (count > MAX_SIZE - size || !room.take(count)) {
      throw new MalformedRecipeException("the recipe makes more bytes than it may");
    }
    reserve(count);
  }

  private void reserve(int count) {
    if (count > bytes.length - size) {
      long needed = (long) size + count;
      long grown = Math.max(needed, Math.min(2L * bytes.length, needed + room.left()));
      bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_SIZE, grown));
    }
  }
}
