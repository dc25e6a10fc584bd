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
  /**
   * Padded rows, taken apart.
   *
   * @param padding of all rows; empty if it is zeros
   */
  public record Apart(PadRows transform, byte[] rows, byte[] padding) {}

  /**
   * Takes {@code rows} padded rows apart, which begin at {@code from}.
   *
   * @throws IndexOutOfBoundsException if there are not as many bytes
   */
  public static Apart apart(byte[] bytes, int from, int rowBytes, int rows, int padding) {
    byte[] bare = new byte[rows * rowBytes];
    byte[] ends = new byte[rows * padding];
    boolean zeros = true;
    for (int y = 0; y < rows; y++) {
      int at = from + y * (rowBytes + padding);
      System.arraycopy(bytes, at, bare, y * rowBytes, rowBytes);
      for (int k = 0; k < padding; k++) {
        byte octet = bytes[at + rowBytes + k];
        ends[y * padding + k] = octet;
        zeros &= octet == 0;
      }
    }
    PadRows transform = new PadRows(rowBytes, rows, padding, !zeros);
    return new Apart(transform, bare, zeros ? new byte[0] : ends);
  }

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
