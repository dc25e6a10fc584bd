package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The rows of an interlaced GIF (GIF89a specification, appendix E): every eighth row from 0, every
 * eighth from 4, every fourth from 2, every second from 1. Takes the rows from top to bottom.
 *
 * @param rowBytes bytes of a row, at least 1
 */
public record GifRows(int rowBytes) implements Transform {
  private static final int[] STARTS = {0, 4, 2, 1};
  private static final int[] STEPS = {8, 8, 4, 2};

  @Override
  public int kind() {
    return 18;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    Varint.write(out, rowBytes);
  }

  static GifRows read(DataInput in) throws IOException {
    return new GifRows(Varint.read(in, 1, Integer.MAX_VALUE));
  }

  @Override
  public void apply(byte[] input, RecipeOutput out) throws MalformedRecipeException {
    if (input.length % rowBytes != 0) {
      throw new MalformedRecipeException("bytes that are no whole rows");
    }
    long rows = input.length / rowBytes;
    for (int pass = 0; pass < STARTS.length; pass++) {
      for (long y = STARTS[pass]; y < rows; y += STEPS[pass]) {
        out.write(input, (int) (y * rowBytes), rowBytes);
      }
    }
  }

  /** Undoes it: rows from top to bottom, of whole rows in the order of passes. */
  public byte[] ordered(byte[] passes) {
    byte[] ordered = new byte[passes.length];
    int rows = passes.length / rowBytes;
    int at = 0;
    for (int pass = 0; pass < STARTS.length; pass++) {
      for (int y = STARTS[pass]; y < rows; y += STEPS[pass]) {
        System.arraycopy(passes, at, ordered, y * rowBytes, rowBytes);
        at += rowBytes;
      }
    }
    return ordered;
  }
}
