package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Non-negative ints in one to five bytes: seven bits a byte, low bits first, the high bit set on
 * all bytes but the last.
 */
public final class Varint {
  private Varint() {}

  /** Writes a value of at least 0. */
  public static void write(DataOutput out, int value) throws IOException {
    if (value < 0) {
      throw new IllegalArgumentException("negative: " + value);
    }
    int rest = value;
    while (rest >= 128) {
      out.writeByte(rest & 127 | 128);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  /** Reads a value in {@code min..max}; only the shortest form is taken. */
  public static int read(DataInput in, int min, int max) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int part = in.readUnsignedByte();
      value |= (long) (part & 127) << shift;
      if (part < 128) {
        if (part == 0 && shift > 0 || value < min || value > max) {
          break;
        }
        return (int) value;
      }
    }
    throw new MalformedRecipeException("number out of range");
  }
}
