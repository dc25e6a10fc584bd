package io.bytezip.modalities;

import io.bytezip.modalities.Part.Png.ChunkRun;
import io.bytezip.modalities.deflate.DeflateAnalyser;
import io.bytezip.modalities.deflate.DeflateSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * PNG of 8 bits a sample, not interlaced: grey, RGB, palette, with or without alpha, where the
 * pinned zlib makes the very stream. The platform's zlib inflates here; nothing depends on it,
 * since what comes back is compared.
 */
final class PngParser implements FormatParser {
  private static final int SIGNATURE = 8;
  private static final int HEADER = 13;
  private static final int CHUNK_FRAME = 12;
  private static final int ZLIB_FRAME = 6;

  /**
   * A picture that deflate shrank more than this is nothing for a model that takes its time over
   * every byte.
   */
  private static final int MAX_EXPANSION = 64;

  private record Kind(int width, int height, int pixelBytes) {
    long rowBytes() {
      return (long) width * pixelBytes;
    }

    long filteredBytes() {
      return (rowBytes() + 1) * height;
    }
  }

  /** Where the image data's chunks lie: each begins where the one before ends. */
  private record Chunks(int start, int end, List<Integer> lengths, long total) {}

  @Override
  public Finding parse(InputWindow window, int maxBlockSize) {
    int afterHeader = SIGNATURE + CHUNK_FRAME + HEADER;
    if (!window.has(0, afterHeader)
        || window.i32(0, true) != 0x89504E47
        || window.i32(4, true) != 0x0D0A1A0A
        || window.i32(SIGNATURE, true) != HEADER
        || !window.isAt(SIGNATURE + 4, "IHDR")) {
      return new Finding.Nothing();
    }
    Kind kind = kind(window);
    if (kind == null
        || kind.rowBytes() * kind.height < MIN_SAMPLES
        || kind.filteredBytes() > maxBlockSize) {
      return new Finding.Nothing();
    }
    long position = afterHeader;
    while (window.has(position, 8) && !window.isAt((int) position + 4, "IDAT")) {
      position += CHUNK_FRAME + window.u32((int) position, true);
    }
    int start = (int) Math.min(position, Integer.MAX_VALUE);
    List<Integer> lengths = new ArrayList<>();
    long total = 0;
    while (window.has(position, 8) && window.isAt((int) position + 4, "IDAT")) {
      long length = window.u32((int) position, true);
      if (window.has(position + CHUNK_FRAME, 0) && window.has(position + CHUNK_FRAME + length, 0)) {
        lengths.add((int) length);
      }
      total += length;
      position += CHUNK_FRAME + length;
    }
    if (!window.complete() && !window.has(position, 8) || !window.has(position, 0)) {
      // Chunks may be small and many; so that each doesn't cost a call of its own, ask for a good
      // deal more.
      long doubled = Math.min(2L * window.length(), maxBlockSize);
      return new Finding.More(Math.max(position + 8, doubled));
    }
    if (total <= ZLIB_FRAME || kind.filteredBytes() > total * MAX_EXPANSION) {
      return new Finding.Nothing();
    }
    return taken(window, kind, new Chunks(start, (int) position, lengths, total));
  }

  private static Kind kind(InputWindow window) {
    int at = SIGNATURE + 8;
    long width = window.u32(at, true);
    long height = window.u32(at + 4, true);
    int depth = window.u8(at + 8);
    int pixelBytes =
        switch (window.u8(at + 9)) {
          case 0, 3 -> 1;
          case 2 -> 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> 0;
        };
    boolean plain = window.u8(at + 10) == 0 && window.u8(at + 11) == 0 && window.u8(at + 12) == 0;
    if (depth != 8 || pixelBytes == 0 || !plain) {
      return null;
    }
    if (width < 1 || width > Integer.MAX_VALUE / 4 || height < 1 || height > Integer.MAX_VALUE) {
      return null;
    }
    return new Kind((int) width, (int) height, pixelBytes);
  }

  private static Finding taken(InputWindow window, Kind kind, Chunks chunks) {
    byte[] zlib = stream(window, chunks);
    byte[] filtered = zlib == null ? null : inflate(zlib, (int) kind.filteredBytes());
    if (filtered == null) {
      return new Finding.Nothing();
    }
    int rowBytes = (int) kind.rowBytes();
    byte[] pixels = new byte[rowBytes * kind.height];
    byte[] filters = new byte[kind.height];
    boolean equal = true;
    for (int y = 0; y < kind.height; y++) {
      int at = y * (rowBytes + 1);
      filters[y] = filtered[at];
      equal &= filters[y] == filters[0];
      int row = y * rowBytes;
      PngFilters.undo(filters[y], filtered, at + 1, pixels, row, rowBytes, kind.pixelBytes, y == 0);
    }
    DeflateSettings settings = settings(zlib, filtered.length);
    if (settings == null) {
      return new Finding.Nothing();
    }
    PixelsLayout layout = new PixelsLayout(kind.width, kind.pixelBytes, false);
    PlanDraft draft = new PlanDraft(layout, pixels);
    draft.other(window, chunks.start);
    if (!equal) {
      draft.side(filters);
    }
    int header = (zlib[0] & 255) << 8 | zlib[1] & 255;
    Part part =
        new Part.Png(
            PlanDraft.SAMPLES,
            kind.width,
            kind.pixelBytes,
            kind.height,
            equal ? filters[0] : Part.Png.STORED_FILTERS,
            header,
            settings,
            runs(chunks.lengths));
    draft.part(part, chunks.end - chunks.start);
    return new Finding.Drawn(draft);
  }

  /** The data of all the chunks; null if a checksum is wrong. */
  private static byte[] stream(InputWindow window, Chunks chunks) {
    byte[] stream = new byte[(int) chunks.total];
    int size = 0;
    int position = chunks.start;
    for (int length : chunks.lengths) {
      int data = position + 8;
      CRC32 crc = new CRC32();
      crc.update(window.bytes(), window.offset() + position + 4, length + 4);
      if (window.u32(data + length, true) != crc.getValue()) {
        return null;
      }
      System.arraycopy(window.bytes(), window.offset() + data, stream, size, length);
      size += length;
      position += CHUNK_FRAME + length;
    }
    return stream;
  }

  /**
   * The inflated bytes; null unless the stream is sound, ends with its bytes, and makes exactly
   * {@code length} bytes.
   */
  private static byte[] inflate(byte[] zlib, int length) {
    byte[] bytes = new byte[length];
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(zlib);
      int size = 0;
      while (size < length) {
        int count = inflater.inflate(bytes, size, length - size);
        if (count == 0) {
          return null;
        }
        size += count;
      }
      // The checksum is only looked at when more is asked for.
      boolean more = !inflater.finished() && inflater.inflate(new byte[1]) > 0;
      return !more && inflater.finished() && inflater.getRemaining() == 0 ? bytes : null;
    } catch (DataFormatException e) {
      return null;
    }
  }

  /** The settings with which the pinned zlib makes the very stream, or null. */
  private static DeflateSettings settings(byte[] zlib, int filteredBytes) {
    int size = zlib.length - ZLIB_FRAME;
    return DeflateAnalyser.analyse(zlib, 2, size, filteredBytes)
        .filter(found -> found.size() == size && found.recreation().exact())
        .map(found -> found.recreation().settings())
        .orElse(null);
  }

  /** Runs of equal lengths, but for the last chunk, which is what remains (unless it is empty). */
  private static List<ChunkRun> runs(List<Integer> lengths) {
    int last = lengths.size() - 1;
    int end = lengths.get(last) > 0 ? last : last + 1;
    List<ChunkRun> runs = new ArrayList<>();
    int i = 0;
    while (i < end) {
      int from = i;
      int length = lengths.get(from);
      while (i < end && lengths.get(i) == length) {
        i++;
      }
      runs.add(new ChunkRun(length, i - from));
    }
    return runs;
  }
}
