package io.bytezip.modalities;

import io.bytezip.modalities.deflate.DeflateSettings;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One step of a recipe: how the next bytes of the output come from the segments. Side data lies in
 * the last segment.
 */
sealed interface Part {
  /** What a part begins with: its kind in the low three bits, the segment above. */
  int COPY = 1;

  int ROWS = 2;
  int PADDED_ROWS = 3;
  int PNG = 4;

  /** The segment that the part mainly reads, 0..31. */
  int segment();

  /** Writes the part. */
  void write(DataOutput out) throws IOException;

  /** The next {@code count} bytes of the segment. */
  record Copy(int segment, int count) implements Part {
    @Override
    public void write(DataOutput out) throws IOException {
      out.writeByte(COPY | segment << 3);
      Varint.write(out, count);
    }
  }

  /** Rows of the segment, each followed by padding: zeros, or as it comes from the last segment. */
  record Rows(int segment, int rowBytes, int rows, int padding, boolean stored) implements Part {
    @Override
    public void write(DataOutput out) throws IOException {
      out.writeByte((stored ? PADDED_ROWS : ROWS) | segment << 3);
      Varint.write(out, rowBytes);
      Varint.write(out, rows);
      out.writeByte(padding);
    }
  }

  /**
   * The IDAT chunks of a PNG, from pixels: filtered, deflated, cut into chunks, each with its
   * checksum.
   *
   * @param width pixels in a row
   * @param pixelBytes bytes of a pixel, 1 to 4
   * @param rows number of rows
   * @param filter the filter of every row, 0 to 4, or 5 when one byte for each row comes from the
   *     last segment
   * @param zlibHeader the two bytes before the deflate stream, the first one in the high byte
   * @param deflate how the stream is made
   * @param chunks runs of chunks of one length; the rest of the stream, if any, is one more chunk
   */
  record Png(
      int segment,
      int width,
      int pixelBytes,
      int rows,
      int filter,
      int zlibHeader,
      DeflateSettings deflate,
      List<ChunkRun> chunks)
      implements Part {
    static final int STORED_FILTERS = 5;

    /** {@code count} chunks of {@code length} data bytes. */
    record ChunkRun(int length, int count) {}

    public Png {
      chunks = List.copyOf(chunks);
    }

    int rowBytes() {
      return width * pixelBytes;
    }

    @Override
    public void write(DataOutput out) throws IOException {
      out.writeByte(PNG | segment << 3);
      Varint.write(out, width);
      Varint.write(out, rows);
      out.writeByte(pixelBytes | filter << 3);
      out.writeShort(zlibHeader);
      out.writeByte(deflate.level() | deflate.strategy().ordinal() << 4);
      out.writeByte(deflate.memLevel() | deflate.windowBits() << 4);
      Varint.write(out, chunks.size());
      for (ChunkRun run : chunks) {
        Varint.write(out, run.length);
        Varint.write(out, run.count);
      }
    }

    private static Png read(int segment, DataInput in) throws IOException {
      int width = Varint.read(in, 1, Integer.MAX_VALUE);
      int rows = Varint.read(in, 1, Integer.MAX_VALUE);
      int kind = in.readUnsignedByte();
      int pixelBytes = kind & 7;
      int filter = kind >> 3;
      int zlibHeader = in.readUnsignedShort();
      int first = in.readUnsignedByte();
      int second = in.readUnsignedByte();
      int strategy = first >> 4;
      if (pixelBytes < 1
          || pixelBytes > 4
          || (long) width * pixelBytes >= Integer.MAX_VALUE
          || filter > STORED_FILTERS
          || strategy >= DeflateSettings.STRATEGIES.size()) {
        throw new MalformedRecipeException("PNG parameters out of range");
      }
      DeflateSettings settings =
          DeflateSettings.checked(
              first & 15, second & 15, DeflateSettings.STRATEGIES.get(strategy), second >> 4);
      int count = Varint.read(in, 0, Integer.MAX_VALUE);
      List<ChunkRun> chunks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int length = Varint.read(in, 0, Integer.MAX_VALUE);
        chunks.add(new ChunkRun(length, Varint.read(in, 1, Integer.MAX_VALUE)));
      }
      return new Png(segment, width, pixelBytes, rows, filter, zlibHeader, settings, chunks);
    }
  }

  /** Reads one part; its numbers are in range, whether they fit the segments is seen later. */
  static Part read(DataInput in) throws IOException {
    int head = in.readUnsignedByte();
    int segment = head >> 3;
    return switch (head & 7) {
      case COPY -> new Copy(segment, Varint.read(in, 1, Integer.MAX_VALUE));
      case ROWS -> readRows(segment, false, in);
      case PADDED_ROWS -> readRows(segment, true, in);
      case PNG -> Png.read(segment, in);
      default -> throw new MalformedRecipeException("unknown part " + (head & 7));
    };
  }

  private static Rows readRows(int segment, boolean stored, DataInput in) throws IOException {
    int rowBytes = Varint.read(in, 1, Integer.MAX_VALUE);
    int rows = Varint.read(in, 1, Integer.MAX_VALUE);
    return new Rows(segment, rowBytes, rows, in.readUnsignedByte(), stored);
  }
}
