package io.bytezip.modalities.format;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.recipe.GifRows;
import io.bytezip.modalities.recipe.Lzw;
import io.bytezip.modalities.recipe.SubBlocks;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * GIF: all frames whose LZW codes can be made again. A pixel is the number of a colour in the
 * palette.
 */
final class GifFormat implements Format {
  private static final int SCREEN = 13;
  private static final int DESCRIPTOR = 10;
  private static final int EXTENSION = 0x21;
  private static final int IMAGE = 0x2C;
  private static final int TRAILER = 0x3B;
  private static final int PALETTE = 0x80;
  private static final int INTERLACED = 0x40;
  private static final int MAX_EXPANSION = 256;

  /** Frames of other widths with fewer pixels aren't worth a segment of their own. */
  private static final int MIN_FRAME = 16_384;

  /** Data sub-blocks. */
  private static final class Blocks {
    private final List<Integer> lengths = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int end;

    /** Reads them from a position on. */
    Blocks(InputWindow window, int start) {
      int at = start;
      while (window.u8(at) != 0) {
        int length = window.u8(at);
        bytes.writeBytes(window.copy(at + 1, length));
        lengths.add(length);
        at += 1 + length;
      }
      end = at + 1;
    }
  }

  @Override
  public String name() {
    return "gif";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.isAt(position, "GIF87a") || window.isAt(position, "GIF89a");
  }

  @Override
  public Finding open(InputWindow window, int room) {
    if (!window.has(0, SCREEN)) {
      return new Finding.Nothing();
    }
    int end = end(window);
    if (end == window.length() && !window.complete() && end < room) {
      return new Finding.More(2L * end);
    }
    Draft draft = new Draft(window);
    long left = room - (long) end;
    long samples = 0;
    int at = SCREEN + palette(window.u8(10));
    while (at < end && window.u8(at) != TRAILER) {
      boolean image = window.u8(at) == IMAGE;
      int data = data(window, at);
      if (next(window, at) > end) {
        break;
      }
      Blocks blocks = new Blocks(window, data);
      Content content = image ? frame(window, at, data, blocks, left) : null;
      if (content != null) {
        draft.structure(data - draft.covered()).made(blocks.end - data, content);
        left -= content.size();
        samples += content.size();
      }
      at = blocks.end;
    }
    if (samples < MIN_SAMPLES) {
      return new Finding.Nothing();
    }
    return new Finding.Found(draft.structure(end - draft.covered()));
  }

  private static int palette(int flags) {
    return (flags & PALETTE) == 0 ? 0 : 3 << (flags & 7) + 1;
  }

  /** Where the sub-blocks of the block at {@code at} begin. */
  private static int data(InputWindow window, int at) {
    return window.u8(at) == IMAGE
        ? at + DESCRIPTOR + palette(window.u8(at + DESCRIPTOR - 1)) + 1
        : at + 2;
  }

  /** Where the block at {@code at} ends; more than the window has if it shows no whole block. */
  private static int next(InputWindow window, int at) {
    if (!window.has(at, DESCRIPTOR)) {
      return window.length() + 1;
    }
    int position = data(window, at);
    while (window.has(position, 1)) {
      int length = window.u8(position++);
      if (length == 0) {
        return position;
      }
      position += length;
    }
    return window.length() + 1;
  }

  /** Where what is known as GIF ends: behind the trailer, at damage, or with the window. */
  private static int end(InputWindow window) {
    int at = SCREEN + palette(window.u8(10));
    while (window.has(at, 1)) {
      int label = window.u8(at);
      if (label == TRAILER) {
        return at + 1;
      }
      if (label != EXTENSION && label != IMAGE) {
        return at;
      }
      int next = next(window, at);
      if (next > window.length()) {
        return window.complete() ? at : window.length();
      }
      at = next;
    }
    return window.length();
  }

  /** What makes a frame's sub-blocks; null if nothing does. */
  private static Content frame(InputWindow window, int at, int data, Blocks blocks, long room) {
    int width = window.u16(at + 5, false);
    int height = window.u16(at + 7, false);
    long pixels = (long) width * height;
    byte[] bytes = blocks.bytes.toByteArray();
    if (pixels < 1 || pixels > room || pixels > (long) bytes.length * MAX_EXPANSION) {
      return null;
    }
    Lzw.Apart apart =
        Lzw.apart(Lzw.Variant.GIF, window.u8(data - 1), bytes, 0, bytes.length, (int) pixels);
    if (apart == null) {
      return null;
    }
    List<Content> codes = new ArrayList<>();
    if (apart.corrections().length > 0) {
      codes.add(new Content.Structure(apart.corrections()));
    }
    byte[] indices = apart.symbols();
    boolean interlaced = (window.u8(at + 9) & INTERLACED) != 0 && indices.length == pixels;
    GifRows rows = new GifRows(width);
    boolean own = width == window.u16(6, false) || pixels >= MIN_FRAME;
    byte[] ordered = interlaced ? rows.ordered(indices) : indices;
    Content samples =
        own
            ? new Raster(width, 1, 8, false, false).content(ordered)
            : new Content.Samples(new BytesLayout(), ordered);
    codes.add(interlaced ? new Content.Made(rows, List.of(samples)) : samples);
    List<Content> stream = new ArrayList<>();
    stream.add(new Content.Made(apart.lzw(), codes));
    if (apart.size() < bytes.length) {
      stream.add(new Content.Structure(Arrays.copyOfRange(bytes, apart.size(), bytes.length)));
    }
    Content made = new Content.Made(SubBlocks.of(blocks.lengths), stream);
    return made.size() <= room ? made : null;
  }
}
