package io.bytezip.modalities;

import io.bytezip.modalities.deflate.DeflateRestorer;
import io.bytezip.modalities.deflate.DeflateSink;
import io.bytezip.modalities.deflate.Recreation;
import java.util.Arrays;
import java.util.zip.Adler32;
import java.util.zip.CRC32;

/** Writes the IDAT chunks of a PNG from its pixels. */
final class PngWriter {
  static final int IDAT = 0x49444154;

  private final BlockOutput out;
  private final byte[] stream;
  private final int size;
  private int position;

  private PngWriter(byte[] stream, int size, BlockOutput out) {
    this.stream = stream;
    this.size = size;
    this.out = out;
  }

  /**
   * Writes the chunks.
   *
   * @param pixels holds the rows from {@code from} on
   * @param filters holds each row's filter from {@code filtersFrom} on, if they are stored
   * @throws MalformedRecipeException if there is an unknown filter, the chunks don't fit the
   *     stream, or the stream is too long
   */
  static void write(
      Part.Png part, byte[] pixels, int from, byte[] filters, int filtersFrom, BlockOutput out)
      throws MalformedRecipeException {
    byte[] filtered = filtered(part, pixels, from, filters, filtersFrom);
    Stream stream = new Stream(out.remaining());
    stream.bigEndian(part.zlibHeader(), 2);
    Recreation recreation = new Recreation(part.deflate(), new byte[0]);
    DeflateRestorer.restore(filtered, 0, filtered.length, recreation, stream);
    Adler32 adler = new Adler32();
    adler.update(filtered);
    if (!stream.bigEndian((int) adler.getValue(), 4)) {
      throw new MalformedRecipeException("the deflate stream is longer than the block");
    }
    new PngWriter(stream.bytes, stream.size, out).chunks(part);
  }

  private static byte[] filtered(
      Part.Png part, byte[] pixels, int from, byte[] filters, int filtersFrom)
      throws MalformedRecipeException {
    int rowBytes = part.rowBytes();
    long length = (rowBytes + 1L) * part.rows();
    if (length > Integer.MAX_VALUE - 8) {
      throw new MalformedRecipeException("a PNG of " + length + " bytes");
    }
    byte[] filtered = new byte[(int) length];
    for (int y = 0; y < part.rows(); y++) {
      int filter = filters == null ? part.filter() : filters[filtersFrom + y] & 255;
      if (filter >= PngFilters.COUNT) {
        throw new MalformedRecipeException("unknown filter " + filter);
      }
      int at = y * (rowBytes + 1);
      filtered[at] = (byte) filter;
      int row = from + y * rowBytes;
      PngFilters.apply(filter, pixels, row, rowBytes, part.pixelBytes(), y == 0, filtered, at + 1);
    }
    return filtered;
  }

  private void chunks(Part.Png part) throws MalformedRecipeException {
    for (Part.Png.ChunkRun run : part.chunks()) {
      for (int i = 0; i < run.count(); i++) {
        if (run.length() > size - position) {
          throw new MalformedRecipeException("the chunks are longer than their stream");
        }
        chunk(run.length());
      }
    }
    if (position < size) {
      chunk(size - position);
    }
  }

  private void chunk(int length) throws MalformedRecipeException {
    out.bigEndianInt(length);
    out.bigEndianInt(IDAT);
    out.write(stream, position, length);
    CRC32 crc = new CRC32();
    for (int shift = 24; shift >= 0; shift -= 8) {
      crc.update(IDAT >> shift);
    }
    crc.update(stream, position, length);
    out.bigEndianInt((int) crc.getValue());
    position += length;
  }

  /** The zlib stream; refuses to grow past the block. */
  private static final class Stream implements DeflateSink {
    private final int limit;
    private byte[] bytes;
    private int size;

    Stream(int limit) {
      this.limit = limit;
      bytes = new byte[Math.min(limit, 1 << 16)];
    }

    boolean bigEndian(int value, int count) {
      byte[] number = new byte[count];
      for (int i = 0; i < count; i++) {
        number[i] = (byte) (value >> 8 * (count - 1 - i));
      }
      return accept(number, count);
    }

    @Override
    public boolean accept(byte[] source, int length) {
      if (length > limit - size) {
        return false;
      }
      if (length > bytes.length - size) {
        long grown = Math.max((long) size + length, 2L * bytes.length);
        bytes = Arrays.copyOf(bytes, (int) Math.min(limit, grown));
      }
      System.arraycopy(source, 0, bytes, size, length);
      size += length;
      return true;
    }
  }
}
