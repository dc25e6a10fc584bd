package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Elements of several bytes, of planes: takes the first bytes of all elements, then the second
 * ones, and so on.
 *
 * @param width bytes of an element, 2 to 255
 */
public record Interleave(int width) implements Transform {
  @Override
  public int kind() {
    return 7;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(width);
  }

  static Interleave read(DataInput in) throws IOException {
    int width = in.readUnsignedByte();
    if (width < 2) {
      throw new MalformedRecipeException("elements of " + width + " bytes");
    }
    return new Interleave(width);
  }

  @Override
  public void apply(byte[] input, RecipeOutput out) throws MalformedRecipeException {
    if (input.length % width != 0) {
      throw new MalformedRecipeException("planes of unequal length");
    }
    int elements = input.length / width;
    byte[] bytes = new byte[input.length];
    for (int k = 0; k < width; k++) {
      for (int i = 0; i < elements; i++) {
        bytes[i * width + k] = input[k * elements + i];
      }
    }
    out.write(bytes, 0, bytes.length);
  }

  /** One plane of elements that lie side by side. */
  public byte[] plane(byte[] elements, int k) {
    byte[] plane = new byte[elements.length / width];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = elements[i * width + k];
    }
    return plane;
  }
}
