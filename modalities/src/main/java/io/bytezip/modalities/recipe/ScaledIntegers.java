package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * IEEE 754 numbers that are integers divided by a power of two, as sounds are that once were
 * integers. Takes the integers: two's complement, low byte first.
 *
 * @param bytes of an integer, 1 to 4
 * @param shift the power of two, 0 to 62
 * @param width bytes of a number, 4 or 8
 * @param bigEndian whether the numbers have their high byte first
 */
public record ScaledIntegers(int bytes, int shift, int width, boolean bigEndian)
    implements Transform {
  static final int KIND = 64;

  private static final int MAX_BYTES = 4;
  private static final int MAX_SHIFT = 62;

  /** Integers, and what makes the numbers of them. */
  public record Apart(ScaledIntegers transform, byte[] integers) {}

  @Override
  public int kind() {
    return KIND;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(bytes - 1 | (width == 8 ? 4 : 0) | (bigEndian ? 8 : 0));
    out.writeByte(shift);
  }

  static ScaledIntegers read(DataInput in) throws IOException {
    int head = in.readUnsignedByte();
    int shift = in.readUnsignedByte();
    if (head > 15 || shift > MAX_SHIFT) {
      throw new MalformedRecipeException("integers of kind " + head + ", divided by 2^" + shift);
    }
    return new ScaledIntegers((head & 3) + 1, shift, (head & 4) == 0 ? 4 : 8, (head & 8) != 0);
  }

  @Override
  public void apply(byte[] input, RecipeOutput out) throws MalformedRecipeException {
    if (input.length % bytes != 0) {
      throw new MalformedRecipeException("part of an integer");
    }
    double scale = 1.0 / (1L << shift);
    byte[] number = new byte[width];
    for (int at = 0; at < input.length; at += bytes) {
      int value = input[at + bytes - 1];
      for (int k = bytes - 2; k >= 0; k--) {
        value = value << 8 | input[at + k] & 255;
      }
      double scaled = value * scale;
      long bits =
          width == 8
              ? Double.doubleToRawLongBits(scaled)
              : Float.floatToRawIntBits((float) scaled) & 0xFFFF_FFFFL;
      for (int k = 0; k < width; k++) {
        number[bigEndian ? width - 1 - k : k] = (byte) (bits >> 8 * k);
      }
      out.write(number, 0, width);
    }
  }

  /**
   * Takes numbers apart.
   *
   * @param numbers whole ones
   * @param width bytes of a number, 4 or 8
   * @return nothing unless all of them are integers of at most four bytes divided by one power of
   *     two, and none is a negative zero
   */
  public static Optional<Apart> apart(byte[] numbers, int width, boolean bigEndian) {
    int shift = 0;
    double least = 0;
    double greatest = 0;
    for (int at = 0; at < numbers.length; at += width) {
      double value = number(numbers, at, width, bigEndian);
      int fraction = fraction(value);
      if (fraction < 0 || fraction > MAX_SHIFT) {
        return Optional.empty();
      }
      shift = Math.max(shift, fraction);
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    double scale = 1L << shift;
    int bytes = 1;
    while (least * scale < -(double) limit(bytes) || greatest * scale >= limit(bytes)) {
      if (++bytes > MAX_BYTES) {
        return Optional.empty();
      }
    }
    byte[] integers = new byte[numbers.length / width * bytes];
    for (int i = 0; i < numbers.length / width; i++) {
      int value = (int) (number(numbers, i * width, width, bigEndian) * scale);
      for (int k = 0; k < bytes; k++) {
        integers[i * bytes + k] = (byte) (value >> 8 * k);
      }
    }
    return Optional.of(new Apart(new ScaledIntegers(bytes, shift, width, bigEndian), integers));
  }

  /** Integers of so many bytes are below this. */
  private static long limit(int bytes) {
    return 1L << 8 * bytes - 1;
  }

  private static double number(byte[] numbers, int at, int width, boolean bigEndian) {
    long bits = 0;
    for (int k = 0; k < width; k++) {
      bits = bits << 8 | numbers[at + (bigEndian ? k : width - 1 - k)] & 255;
    }
    return width == 8 ? Double.longBitsToDouble(bits) : Float.intBitsToFloat((int) bits);
  }

  /**
   * How many binary places there are behind the point; negative for what is no number, and for a
   * negative zero.
   */
  private static int fraction(double value) {
    long bits = Double.doubleToRawLongBits(value);
    if (bits == 0) {
      return 0;
    }
    int exponent = (int) (bits >> 52) & 0x7FF;
    if (exponent == 0x7FF || value == 0) {
      return -1;
    }
    if (exponent == 0) {
      return Integer.MAX_VALUE;
    }
    long mantissa = bits & (1L << 52) - 1 | 1L << 52;
    return Math.max(0, 1075 - exponent - Long.numberOfTrailingZeros(mantissa));
  }
}
