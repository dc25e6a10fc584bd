package io.bytezip.modalities.format;

import io.bytezip.modalities.deflate.DeflateAnalyser;
import io.bytezip.modalities.deflate.Inflated;
import io.bytezip.modalities.recipe.PngChunks;
import io.bytezip.modalities.recipe.PngRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * PNG and APNG, as far as their deflate streams can be made again: every colour type and depth,
 * interlaced or not. Other chunks, and image data that are not as they should be, stay as they are.
 */
final class PngFormat implements Format {
  private static final int SIGNATURE = 8;
  private static final int CHUNK_FRAME = 12;
  private static final int HEADER = 13;
  private static final int ZLIB_FRAME = 6;

  /**
   * A picture that deflate shrank more than this is nothing for a model that takes its time over
   * every byte.
   */
  private static final int MAX_EXPANSION = 256;

  /** What the header says. */
  private record Kind(int width, int height, int depth, int channels, boolean interlaced) {
    int bits() {
      return depth * channels;
    }

    Raster raster() {
      return new Raster(width, channels, depth, false, true);
    }

    Kind ofSize(long frameWidth, long frameHeight) {
      boolean valid =
          frameWidth > 0 && frameHeight > 0 && frameWidth <= width && frameHeight <= height;
      return valid
          ? new Kind((int) frameWidth, (int) frameHeight, depth, channels, interlaced)
          : null;
    }
  }

  /** Chunks of one stream that follow one another. */
  private static final class Stream {
    private final int sequence;
    private final List<Integer> lengths = new ArrayList<>();
    private final List<Integer> positions = new ArrayList<>();
    private long total;
    private boolean sound = true;

    Stream(int sequence) {
      this.sequence = sequence;
    }

    byte[] bytes(InputWindow window) {
      byte[] bytes = new byte[(int) total];
      int size = 0;
      for (int i = 0; i < lengths.size(); i++) {
        int from = window.offset() + positions.get(i);
        System.arraycopy(window.bytes(), from, bytes, size, lengths.get(i));
        size += lengths.get(i);
      }
      return bytes;
    }
  }

  @Override
  public String name() {
    return "png";
  }

  @Override
  public int mark() {
    return 0x89;
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.has(position, SIGNATURE)
        && window.i32(position, true) == 0x89504E47
        && window.i32(position + 4, true) == 0x0D0A1A0A;
  }

  @Override
  public Finding open(InputWindow window, int room) {
    if (!window.has(SIGNATURE, CHUNK_FRAME + HEADER)) {
      return window.complete()
          ? new Finding.Nothing()
          : new Finding.More(SIGNATURE + CHUNK_FRAME + HEADER);
    }
    Kind kind = kind(window);
    if (kind == null) {
      return new Finding.Nothing();
    }
    long end = end(window);
    if (!window.has(end, 0) && !window.complete() && end <= room) {
      // Chunks may be small and many; so that each doesn't cost a call of its own, ask for a good
      // deal more.
      return new Finding.More(Math.max(end, Math.min(2L * window.length(), room)));
    }
    return taken(window, kind, room);
  }

  private static Kind kind(InputWindow window) {
    int at = SIGNATURE + 8;
    if (window.i32(SIGNATURE, true) != HEADER || !window.isAt(SIGNATURE + 4, "IHDR")) {
      return null;
    }
    long width = window.u32(at, true);
    long height = window.u32(at + 4, true);
    int depth = window.u8(at + 8);
    int channels =
        switch (window.u8(at + 9)) {
          case 0, 3 -> 1;
          case 2 -> 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> 0;
        };
    int interlace = window.u8(at + 12);
    boolean known = depth == 8 || depth == 16;
    boolean packed = channels == 1 && (depth == 1 || depth == 2 || depth == 4);
    if (channels == 0 || !known && !packed || interlace > 1) {
      return null;
    }
    if (window.u8(at + 10) != 0 || window.u8(at + 11) != 0) {
      return null;
    }
    if (width < 1 || width > 1 << 26 || height < 1 || height > 1 << 26) {
      return null;
    }
    return new Kind((int) width, (int) height, depth, channels, interlace == 1);
  }

  /** Where the file ends, as far as the window shows it: behind IEND, or at what is no chunk. */
  private static long end(InputWindow window) {
    long position = SIGNATURE;
    while (window.has(position, 8)) {
      int at = (int) position;
      for (int i = 4; i < 8; i++) {
        int letter = window.u8(at + i) | 32;
        if (letter < 'a' || letter > 'z') {
          return position;
        }
      }
      position += CHUNK_FRAME + window.u32(at, true);
      if (window.isAt(at + 4, "IEND")) {
        return position;
      }
    }
    return window.complete() ? Math.min(position, window.length()) : position + 8;
  }

  private static Finding taken(InputWindow window, Kind kind, int room) {
    Draft draft = new Draft(window);
    int left = room;
    boolean any = false;
    Kind frame = kind;
    long position = SIGNATURE;
    while (window.has(position, CHUNK_FRAME)) {
      int at = (int) position;
      long length = window.u32(at, true);
      if (!window.has(position, CHUNK_FRAME + length)) {
        break;
      }
      boolean image = window.isAt(at + 4, "IDAT");
      boolean later = window.isAt(at + 4, "fdAT");
      if (window.isAt(at + 4, "fcTL") && length == 26) {
        frame = kind.ofSize(window.u32(at + 12, true), window.u32(at + 16, true));
      }
      if (!image && !later) {
        position += CHUNK_FRAME + length;
        if (window.isAt(at + 4, "IEND")) {
          break;
        }
        continue;
      }
      Stream stream = stream(window, at);
      int end = at;
      for (int size : stream.lengths) {
        end += CHUNK_FRAME + (later ? 4 : 0) + size;
      }
      if (end == at) {
        end = (int) (position + CHUNK_FRAME + length);
      }
      Kind shape = image ? kind : frame;
      Content content =
          shape == null || !stream.sound ? null : content(window, shape, stream, left);
      if (content != null) {
        left -= (int) Math.min(left, content.size());
        draft.structure(at - draft.covered()).made(end - at, content);
        any = true;
      }
      position = end;
    }
    if (!any) {
      return new Finding.Nothing();
    }
    return new Finding.Found(
        draft.structure((int) Math.min(position, window.length()) - draft.covered()));
  }

  /** The chunks of one type from {@code start} on. */
  private static Stream stream(InputWindow window, int start) {
    boolean later = window.isAt(start + 4, "fdAT");
    int header = later ? 4 : 0;
    Stream stream = new Stream(later ? window.i32(start + 8, true) : -1);
    stream.sound = !later || stream.sequence >= 0;
    long position = start;
    while (window.has(position, CHUNK_FRAME)
        && window.isAt((int) position + 4, later ? "fdAT" : "IDAT")) {
      int at = (int) position;
      long length = window.u32(at, true);
      if (length < header || !window.has(position, CHUNK_FRAME + length)) {
        break;
      }
      CRC32 crc = new CRC32();
      crc.update(window.bytes(), window.offset() + at + 4, (int) length + 4);
      stream.sound &= window.u32(at + 8 + (int) length, true) == crc.getValue();
      stream.sound &= !later || window.i32(at + 8, true) == stream.sequence + stream.lengths.size();
      stream.lengths.add((int) length - header);
      stream.positions.add(at + 8 + header);
      stream.total += length - header;
      position += CHUNK_FRAME + length;
    }
    return stream;
  }

  /** What makes the chunks of the stream; null if nothing does. */
  private static Content content(InputWindow window, Kind kind, Stream stream, int room) {
    PngRows rows = new PngRows(kind.width, kind.height, kind.bits(), kind.interlaced, 0);
    long size = rows.size();
    if (stream.total <= ZLIB_FRAME
        || size > stream.total * MAX_EXPANSION
        || rows.rasterBytes() < MIN_SAMPLES
        || size > room) {
      return null;
    }
    byte[] zlib = stream.bytes(window);
    Optional<Inflated> inflated =
        DeflateAnalyser.analyse(zlib, 2, zlib.length - 2, (int) Math.min(room, size + 65536));
    if (inflated.isEmpty()) {
      return null;
    }
    Content plain = plain(kind, rows, inflated.get().plain());
    List<Content> parts = new ArrayList<>();
    parts.add(Deflated.zlib(zlib, inflated.get(), plain));
    int used = inflated.get().size() + ZLIB_FRAME;
    if (used < zlib.length) {
      parts.add(new Content.Structure(Arrays.copyOfRange(zlib, used, zlib.length)));
    }
    return new Content.Made(PngChunks.of(stream.sequence, stream.lengths), parts);
  }

  private static Content plain(Kind kind, PngRows rows, byte[] filtered) {
    long size = rows.size();
    PngRows.Apart apart = filtered.length < size ? null : rows.apart(filtered);
    if (apart == null) {
      return new Content.Plain(filtered);
    }
    List<Content> input = new ArrayList<>();
    if (apart.filters().length > 0) {
      input.add(new Content.Structure(apart.filters()));
    }
    input.add(kind.raster().content(apart.raster()));
    Content made = new Content.Made(apart.rows(), input);
    if (filtered.length == size) {
      return made;
    }
    // Some encoders deflate more than the rows.
    byte[] rest = Arrays.copyOfRange(filtered, (int) size, filtered.length);
    return new Content.Joined(List.of(made, new Content.Structure(rest)));
  }
}
