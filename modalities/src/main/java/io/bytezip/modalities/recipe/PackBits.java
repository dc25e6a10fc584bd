package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Samples of less than a byte, packed from the high bits down, rows beginning at a byte, the bits
 * behind a row's end zero. Takes rows of one byte a sample.
 *
 * @param bits of a sample: 1, 2 or 4
 * @param width samples in a row, at least 1
 */
public record PackBits(int bits, int width) implements Transform {
  @Override
  public int kind() {
    return 6;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(bits);
    Varint.write(out, width);
  }

  static PackBits read(DataInput in) throws IOException {
    int bits = in.readUnsignedByte();
    if (bits != 1 && bits != 2 && bits != 4) {
      throw new MalformedRecipeException("samples of " + bits + " bits");
    }
    return new PackBits(bits, Varint.read(in, 1, Integer.MAX_VALUE));
  }

  @Override
  public void apply(byte[] input, RecipeOutput out) throws MalformedRecipeException {
    if (input.length % width != 0) {
      throw new MalformedRecipeException("samples that are no whole rows");
    }
    for (int row = 0; row < input.length; row += width) {
      int packed = 1;
      for (int x = 0; x < width; x++) {
        int sample = input[row + x] & 255;
        if (sample >> bits != 0) {
          throw new MalformedRecipeException("a sample of more than " + bits + " bits");
        }
        packed = packed << bits | sample;
        if (packed >= 256) {
          out.u8(packed);
          packed = 1;
        }
      }
      if (packed > 1 || width * (long) bits % 8 != 0) {
        while (packed < 256) {
          packed <<= bits;
        }
        out.u8(packed);
      }
    }
  }

  /**
   * The samples of packed rows, one byte each.
   *
   * @return null if bits behind a row's end are not zero
   */
  public byte[] unpack(byte[] packed) {
    int rowBytes = (int) (((long) width * bits + 7) / 8);
    int rows = packed.length / rowBytes;
    byte[] samples = new byte[Math.multiplyExact(rows, width)];
    int mask = (1 << bits) - 1;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < rowBytes * 8 / bits; x++) {
        int octet = packed[y * rowBytes + x * bits / 8];
        int sample = octet >> 8 - bits - x * bits % 8 & mask;
        if (x < width) {
          samples[y * width + x] = (byte) sample;
        } else if (sample != 0) {
          return null;
        }
      }
    }
    return samples;
  }
}
