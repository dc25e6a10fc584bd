package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Rows, each followed by padding. Takes {@code rows} rows and, if the padding is stored, then the
 * padding of all rows; else it is zeros.
 *
 * @param rowBytes bytes of a row, at least 1
 * @param rows how many there are, at least 1
 * @param padding bytes behind each row, 0 to 255
 * @param stored whether the padding comes from the input
 */
public record PadRows(int rowBytes, int rows, int padding, boolean stored) implements Transform {
  @Override
  public int kind() {
    return 1;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    Varint.write(out, rowBytes);
    Varint.write(out, rows);
    out.writeByte(padding);
    out.writeByte(stored ? 1 : 0);
  }

  static PadRows read(DataInput in) throws IOException {
    int rowBytes = Varint.read(in, 1, Integer.MAX_VALUE);
    int rows = Varint.read(in, 1, Integer.MAX_VALUE);
    int padding = in.readUnsignedByte();
    int stored = in.readUnsignedByte();
    if (stored > 1) {
      throw new MalformedRecipeException("padding of kind " + stored);
    }
    return new PadRows(rowBytes, rows, padding, stored == 1);
  }

  @Override
  public void apply(byte[] input, RecipeOutput out) throws MalformedRecipeException {
    long data = (long) rowBytes * rows;
    if (input.length != data + (stored ? (long) padding * rows : 0)) {
      throw new MalformedRecipeException(rows + " rows of " + input.length + " bytes");
    }
    for (int y = 0; y < rows; y++) {
      out.write(input, y * rowBytes, rowBytes);
      if (stored) {
        out.write(input, (int) data + y * padding, padding);
      } else {
        out.zeros(padding);
      }
    }
  }
}
