package io.bytezip.modalities.format;

import io.bytezip.modalities.recipe.Packets;
import java.util.ArrayList;
import java.util.List;

/**
 * Truevision TGA: palette, colour and grey pictures, as they are or run-length encoded. It has no
 * magic number, so every field of the header must make sense, and the file must end with the
 * picture or with the footer of version 2.
 */
final class TgaFormat implements Format {
  private static final int HEADER = 18;
  private static final int FOOTER = 18;
  private static final String SIGNATURE = "TRUEVISION-XFILE.\0";
  private static final int PALETTE = 1;
  private static final int COLOUR = 2;
  private static final int GREY = 3;
  private static final int RUN_LENGTHS = 8;

  @Override
  public String name() {
    return "tga";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.has(position, HEADER) && isHeader(window.from(position));
  }

  private static boolean isHeader(InputWindow window) {
    int type = window.u8(2) & ~RUN_LENGTHS;
    int bits = window.u8(16);
    int entryBits = window.u8(7);
    boolean palette = type == PALETTE;
    boolean sound =
        switch (type) {
          case PALETTE -> bits == 8 && (entryBits == 15 || entryBits % 8 == 0 && entryBits <= 32);
          case COLOUR -> bits == 16 || bits == 24 || bits == 32;
          case GREY -> bits == 8 || bits == 16;
          default -> false;
        };
    boolean entries =
        palette
            ? window.u16(5, false) > 0 && entryBits > 8
            : window.u16(3, false) == 0 && window.u16(5, false) == 0;
    int attributes = window.u8(17) & 15;
    return sound
        && entries
        && window.u8(1) == (palette ? 1 : 0)
        && window.u16(12, false) > 0
        && window.u16(14, false) > 0
        && (window.u8(17) & 0xC0) == 0
        && (attributes == 0 || attributes == 1 && bits == 16 || attributes == 8 && bits >= 16);
  }

  @Override
  public Finding open(InputWindow window, int room) {
    if (!mayBegin(window, 0)) {
      return new Finding.Nothing();
    }
    int bits = window.u8(16);
    int width = window.u16(12, false);
    int height = window.u16(14, false);
    Raster raster = new Raster(width, bits / 8, 8, true, false);
    int start = HEADER + window.u8(0) + window.u16(5, false) * ((window.u8(7) + 7) / 8);
    long size = raster.size(height);
    if (size + start > room || size < MIN_SAMPLES || window.complete() && !window.has(start, 1)) {
      return new Finding.Nothing();
    }
    if ((window.u8(2) & RUN_LENGTHS) == 0) {
      return bare(window, raster, start, size);
    }
    if (!window.complete()) {
      return new Finding.More(2L * window.length());
    }
    return packets(window, raster, start, height);
  }

  private static Finding bare(InputWindow window, Raster raster, int start, long size) {
    if (!window.complete() && !window.has(start, size + 1)) {
      return new Finding.More(start + size + 1);
    }
    if (!window.has(start, size) || !ends(window, start + size)) {
      return window.complete() ? new Finding.Nothing() : new Finding.More(2L * window.length());
    }
    Draft draft = new Draft(window).structure(start).samples(raster.layout(), (int) size);
    return new Finding.Found(draft.structure(window.length() - draft.covered()));
  }

  private static Finding packets(InputWindow window, Raster raster, int start, int height) {
    int from = window.offset() + start;
    int to = window.offset() + window.length();
    Packets.Apart apart =
        Packets.apart(
            Packets.Variant.TGA,
            raster.channels(),
            window.bytes(),
            from,
            to,
            raster.width() * height,
            raster.width());
    if (apart == null
        || apart.elements().length < MIN_SAMPLES
        || !ends(window, start + (long) apart.size())) {
      return new Finding.Nothing();
    }
    List<Content> input = new ArrayList<>();
    if (apart.heads().length > 0) {
      input.add(new Content.Structure(apart.heads()));
    }
    input.add(raster.content(apart.elements()));
    Draft draft =
        new Draft(window)
            .structure(start)
            .made(apart.size(), new Content.Made(apart.packets(), input));
    return new Finding.Found(draft.structure(window.length() - draft.covered()));
  }

  /** Whether the picture, which ends there, is what the file ends with, but for a footer. */
  private static boolean ends(InputWindow window, long end) {
    boolean last = window.complete() && end == window.length();
    return last
        || window.complete()
            && window.length() - end > FOOTER
            && window.isAt(window.length() - FOOTER, SIGNATURE);
  }
}
