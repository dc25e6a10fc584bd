package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * TIFF's horizontal differencing (TIFF 6.0, section 14): of each sample but a row's first pixel's,
 * the sample of the same channel to its left is subtracted. Takes the samples.
 *
 * @param rowBytes bytes of a row: whole samples, at least one
 * @param channels samples of a pixel, 1 to 255
 * @param order how a sample lies
 */
public record Differences(int rowBytes, int channels, Order order) implements Transform {
  /** How a sample lies. */
  public enum Order {
    /** One byte. */
    BYTE,
    /** Two bytes, low byte first. */
    LITTLE_ENDIAN,
    /** Two bytes, high byte first. */
    BIG_ENDIAN;

    private int bytes() {
      return this == BYTE ? 1 : 2;
    }
  }

  @Override
  public int kind() {
    return 21;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    Varint.write(out, rowBytes);
    out.writeByte(channels);
    out.writeByte(order.ordinal());
  }

  static Differences read(DataInput in) throws IOException {
    int rowBytes = Varint.read(in, 1, Integer.MAX_VALUE);
    int channels = in.readUnsignedByte();
    int order = in.readUnsignedByte();
    if (channels < 1 || order >= Order.values().length) {
      throw new MalformedRecipeException("differences of kind " + order);
    }
    Differences differences = new Differences(rowBytes, channels, Order.values()[order]);
    if (rowBytes % differences.order.bytes() != 0) {
      throw new MalformedRecipeException("rows of " + rowBytes + " bytes");
    }
    return differences;
  }

  @Override
  public void apply(byte[] input, RecipeOutput out) throws MalformedRecipeException {
    if (input.length % order.bytes() != 0) {
      throw new MalformedRecipeException("half a sample");
    }
    byte[] made = input.clone();
    int pixel = channels * order.bytes();
    for (int start = 0; start < made.length; start += Math.min(rowBytes, made.length - start)) {
      int end = start + Math.min(rowBytes, made.length - start);
      for (int i = start + pixel; i < end; i += order.bytes()) {
        put(made, i, get(input, i) - get(input, i - pixel));
      }
    }
    out.write(made, 0, made.length);
  }

  /** Undoes it: the samples of differences. */
  public byte[] summed(byte[] differences) {
    byte[] samples = differences.clone();
    int pixel = channels * order.bytes();
    for (int start = 0; start < samples.length; start += rowBytes) {
      int end = Math.min(samples.length, start + rowBytes);
      for (int i = start + pixel; i < end; i += order.bytes()) {
        put(samples, i, get(samples, i) + get(samples, i - pixel));
      }
    }
    return samples;
  }

  private int get(byte[] bytes, int at) {
    return switch (order) {
      case BYTE -> bytes[at];
      case LITTLE_ENDIAN -> bytes[at + 1] << 8 | bytes[at] & 255;
      case BIG_ENDIAN -> bytes[at] << 8 | bytes[at + 1] & 255;
    };
  }

  private void put(byte[] bytes, int at, int value) {
    switch (order) {
      case BYTE -> bytes[at] = (byte) value;
      case LITTLE_ENDIAN -> {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >> 8);
      }
      case BIG_ENDIAN -> {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
      }
    }
  }
}
