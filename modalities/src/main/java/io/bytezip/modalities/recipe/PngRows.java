package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What a PNG deflates: the rows of a raster, each behind its filter's number and filtered (PNG
 * specification, section 9), of an interlaced one the rows of Adam7's passes (section 8). Takes the
 * filters of all rows in that order, one byte each, unless they are all the same, and then the
 * raster: rows from top to bottom, each of {@code ceil(width * bits / 8)} bytes.
 *
 * @param width pixels in a row, 1 to 2^26
 * @param height rows, 1 to 2^26
 * @param bits of a pixel: 1, 2, 4, or 8 to 64 in whole bytes
 * @param interlaced whether by Adam7
 * @param filter the filter of every row, 0 to 4; 5 where they come from the input
 */
public record PngRows(int width, int height, int bits, boolean interlaced, int filter)
    implements Transform {
  /** The filters come from the input. */
  public static final int STORED = 5;

  /** Of width and height: no block holds more. */
  private static final int MAX_SIZE = 1 << 26;

  private static final int[] FIRST_X = {0, 4, 0, 2, 0, 1, 0};
  private static final int[] FIRST_Y = {0, 0, 4, 0, 2, 0, 1};
  private static final int[] STEP_X = {8, 8, 4, 4, 2, 2, 1};
  private static final int[] STEP_Y = {8, 8, 8, 4, 4, 2, 2};

  /** Which pixels a pass takes. */
  private record Pass(int firstX, int firstY, int stepX, int stepY, int width, int height) {}

  /** The rows of a PNG, taken apart. */
  public record Apart(PngRows rows, byte[] filters, byte[] raster) {}

  @Override
  public int kind() {
    return 4;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    Varint.write(out, width);
    Varint.write(out, height);
    out.writeByte(bits);
    out.writeByte(filter | (interlaced ? 8 : 0));
  }

  static PngRows read(DataInput in) throws IOException {
    int width = Varint.read(in, 1, MAX_SIZE);
    int height = Varint.read(in, 1, MAX_SIZE);
    int bits = in.readUnsignedByte();
    int kind = in.readUnsignedByte();
    boolean packed = bits == 1 || bits == 2 || bits == 4;
    if (!packed && (bits < 8 || bits > 64 || bits % 8 != 0) || (kind & ~8) > STORED) {
      throw new MalformedRecipeException("PNG parameters out of range");
    }
    return new PngRows(width, height, bits, (kind & 8) != 0, kind & 7);
  }

  /** Bytes of a row of the raster. */
  public long rowBytes() {
    return bytes(width);
  }

  /** Bytes of the raster. */
  public long rasterBytes() {
    return rowBytes() * height;
  }

  /** Bytes of what is made. */
  public long size() {
    long size = 0;
    for (int i = 0; i < passes(); i++) {
      Pass pass = pass(i);
      size += pass.width == 0 ? 0 : (1 + bytes(pass.width)) * pass.height;
    }
    return size;
  }

  /** Rows of all passes. */
  private long rows() {
    long rows = 0;
    for (int i = 0; i < passes(); i++) {
      Pass pass = pass(i);
      rows += pass.width == 0 ? 0 : pass.height;
    }
    return rows;
  }

  private long bytes(int pixels) {
    return ((long) pixels * bits + 7) / 8;
  }

  private int passes() {
    return interlaced ? STEP_X.length : 1;
  }

  private Pass pass(int i) {
    if (!interlaced) {
      return new Pass(0, 0, 1, 1, width, height);
    }
    return new Pass(
        FIRST_X[i],
        FIRST_Y[i],
        STEP_X[i],
        STEP_Y[i],
        (int) (((long) width - FIRST_X[i] + STEP_X[i] - 1) / STEP_X[i]),
        (int) (((long) height - FIRST_Y[i] + STEP_Y[i] - 1) / STEP_Y[i]));
  }

  @Override
  public void apply(byte[] input, RecipeOutput out) throws MalformedRecipeException {
    long stored = filter == STORED ? rows() : 0;
    if (input.length != stored + rasterBytes()) {
      throw new MalformedRecipeException("a raster of " + input.length + " bytes");
    }
    int unit = Math.max(1, bits / 8);
    int at = 0;
    for (int i = 0; i < passes(); i++) {
      Pass pass = pass(i);
      if (pass.width == 0) {
        continue;
      }
      int rowBytes = (int) bytes(pass.width);
      byte[] row = new byte[rowBytes];
      byte[] above = new byte[rowBytes];
      byte[] filtered = new byte[rowBytes + 1];
      for (int y = 0; y < pass.height; y++) {
        int number = filter == STORED ? input[at++] & 255 : filter;
        if (number >= PngFilters.COUNT) {
          throw new MalformedRecipeException("unknown filter " + number);
        }
        gather(input, (int) stored, pass, y, row);
        filtered[0] = (byte) number;
        PngFilters.apply(number, row, above, unit, filtered);
        out.write(filtered, 0, filtered.length);
        byte[] swap = above;
        above = row;
        row = swap;
      }
    }
  }

  /**
   * Takes rows apart.
   *
   * @param filtered what a PNG deflated, {@link #size} bytes
   * @return the same with the filter found; null if there are unknown filters, or bits behind the
   *     end of a row that this could not bring back
   */
  public Apart apart(byte[] filtered) {
    byte[] raster = new byte[(int) rasterBytes()];
    byte[] filters = new byte[(int) rows()];
    int unit = Math.max(1, bits / 8);
    int at = 0;
    int count = 0;
    boolean equal = true;
    for (int i = 0; i < passes(); i++) {
      Pass pass = pass(i);
      if (pass.width == 0) {
        continue;
      }
      int rowBytes = (int) bytes(pass.width);
      byte[] row = new byte[rowBytes];
      byte[] above = new byte[rowBytes];
      for (int y = 0; y < pass.height; y++) {
        int number = filtered[at++] & 255;
        if (number >= PngFilters.COUNT) {
          return null;
        }
        filters[count] = (byte) number;
        equal &= number == filters[0];
        count++;
        PngFilters.undo(number, filtered, at, above, unit, row);
        at += rowBytes;
        if (!scatter(row, pass, y, raster)) {
          return null;
        }
        byte[] swap = above;
        above = row;
        row = swap;
      }
    }
    int found = equal ? filters[0] : STORED;
    return new Apart(
        new PngRows(width, height, bits, interlaced, found), equal ? new byte[0] : filters, raster);
  }

  /** A pass's row y of the raster. */
  private void gather(byte[] input, int raster, Pass pass, int y, byte[] row) {
    int from = raster + (int) ((pass.firstY + (long) y * pass.stepY) * rowBytes());
    if (pass.stepX == 1) {
      System.arraycopy(input, from, row, 0, row.length);
    } else if (bits >= 8) {
      int unit = bits / 8;
      for (int x = 0; x < pass.width; x++) {
        int at = from + (pass.firstX + x * pass.stepX) * unit;
        System.arraycopy(input, at, row, x * unit, unit);
      }
    } else {
      Arrays.fill(row, (byte) 0);
      for (int x = 0; x < pass.width; x++) {
        long source = (pass.firstX + (long) x * pass.stepX) * bits;
        int sample = input[from + (int) (source >> 3)] >> 8 - bits - (source & 7) & (1 << bits) - 1;
        long target = (long) x * bits;
        row[(int) (target >> 3)] |= (byte) (sample << 8 - bits - (target & 7));
      }
    }
  }

  /** Puts a pass's row into the raster; false if bits get lost. */
  private boolean scatter(byte[] row, Pass pass, int y, byte[] raster) {
    int to = (int) ((pass.firstY + (long) y * pass.stepY) * rowBytes());
    if (pass.stepX == 1) {
      System.arraycopy(row, 0, raster, to, row.length);
      return true;
    }
    if (bits >= 8) {
      int unit = bits / 8;
      for (int x = 0; x < pass.width; x++) {
        int at = to + (pass.firstX + x * pass.stepX) * unit;
        System.arraycopy(row, x * unit, raster, at, unit);
      }
      return true;
    }
    for (int x = 0; x < pass.width; x++) {
      long source = (long) x * bits;
      int sample = row[(int) (source >> 3)] >> 8 - bits - (source & 7) & (1 << bits) - 1;
      long target = (pass.firstX + (long) x * pass.stepX) * bits;
      raster[to + (int) (target >> 3)] |= (byte) (sample << 8 - bits - (target & 7));
    }
    int used = (int) ((long) pass.width * bits & 7);
    return used == 0 || (row[row.length - 1] & 255 >> used) == 0;
  }
}
