package io.bytezip.modalities.format;

import io.bytezip.modalities.PixelsLayout;

/**
 * Uncompressed BMP of 8, 24 or 32 bits a pixel, either way up; rows are kept in the file's order.
 */
final class BmpFormat implements Format {
  private static final int FILE_HEADER = 14;
  private static final int CORE_HEADER = 12;
  private static final int INFO_HEADER = 40;
  private static final int MAX_HEADER = 124;
  private static final int MAX_START = 1 << 20;
  private static final int BIT_FIELDS = 3;
  private static final int ALPHA_BIT_FIELDS = 6;

  @Override
  public String name() {
    return "bmp";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.isAt(position, "BM");
  }

  @Override
  public Finding open(InputWindow window, int room) {
    if (!window.has(0, FILE_HEADER + INFO_HEADER) || !window.isAt(0, "BM")) {
      return new Finding.Nothing();
    }
    long start = window.u32(10, false);
    long header = window.u32(FILE_HEADER, false);
    boolean core = header == CORE_HEADER;
    if (!core && (header < INFO_HEADER || header > MAX_HEADER)
        || start < FILE_HEADER + header
        || start > MAX_START) {
      return new Finding.Nothing();
    }
    int width = core ? window.u16(18, false) : window.i32(18, false);
    long height = core ? window.u16(20, false) : Math.abs((long) window.i32(22, false));
    int planes = window.u16(core ? 22 : 26, false);
    int bits = window.u16(core ? 24 : 28, false);
    int compression = core ? 0 : window.i32(30, false);
    boolean masks = compression == BIT_FIELDS || compression == ALPHA_BIT_FIELDS;
    boolean known = bits == 8 || bits == 24 || bits == 32;
    if (planes != 1 || !known || width < 1 || height < 1) {
      return new Finding.Nothing();
    }
    if (compression != 0 && !(masks && bits == 32)) {
      return new Finding.Nothing();
    }
    if (!window.has(start, 0)) {
      return new Finding.More(start);
    }
    int channels = bits / 8;
    long rowBytes = (long) width * channels;
    if (rowBytes > room - 3) {
      return new Finding.Nothing();
    }
    boolean redFirst = masks && window.has(54, 4) && window.i32(54, false) == 0xFF;
    PixelsLayout layout = new PixelsLayout(width, channels, channels > 1 && !redFirst);
    int padding = (int) (-rowBytes & 3);
    return new Finding.Units(
        new UnitRun(layout, (int) start, (int) rowBytes, padding, height, true));
  }
}
