package io.bytezip.modalities.format;

/**
 * The header of an uncompressed device-independent bitmap: BITMAPCOREHEADER, BITMAPINFOHEADER or a
 * longer one.
 *
 * @param size bytes of the header
 * @param width pixels in a row
 * @param height rows, whichever way up
 * @param bits of a pixel
 * @param colours entries of the palette, as the header says
 * @param redFirst whether red is in a pixel's first byte
 */
record BitmapHeader(int size, int width, long height, int bits, long colours, boolean redFirst) {
  /** Bytes of BITMAPINFOHEADER. */
  static final int INFO = 40;

  private static final int CORE = 12;
  private static final int LONGEST = 124;
  private static final int MAX_WIDTH = 1 << 26;
  private static final int BIT_FIELDS = 3;
  private static final int ALPHA_BIT_FIELDS = 6;

  /** Reads a header that has at least {@link #INFO} bytes behind its start; null if it is none. */
  static BitmapHeader at(InputWindow window, int at) {
    long size = window.u32(at, false);
    boolean core = size == CORE;
    if (!core && (size < INFO || size > LONGEST)) {
      return null;
    }
    int width = core ? window.u16(at + 4, false) : window.i32(at + 4, false);
    long height = core ? window.u16(at + 6, false) : Math.abs((long) window.i32(at + 8, false));
    int planes = window.u16(at + (core ? 8 : 12), false);
    int bits = window.u16(at + (core ? 10 : 14), false);
    int compression = core ? 0 : window.i32(at + 16, false);
    boolean masks = compression == BIT_FIELDS || compression == ALPHA_BIT_FIELDS;
    boolean known =
        switch (bits) {
          case 1, 4, 8, 24 -> compression == 0;
          case 16, 32 -> compression == 0 || masks;
          default -> false;
        };
    if (planes != 1 || !known || width < 1 || width > MAX_WIDTH || height < 1) {
      return null;
    }
    boolean redFirst = masks && window.has(at + INFO, 4) && window.i32(at + INFO, false) == 0xFF;
    long colours = core ? 0 : window.u32(at + 32, false);
    return new BitmapHeader((int) size, width, height, bits, colours, redFirst);
  }

  /** How the rows lie. */
  Raster raster() {
    int channels = bits < 8 ? 1 : bits / 8;
    return new Raster(width, channels, Math.min(bits, 8), channels > 2 && !redFirst, false);
  }

  /** Bytes behind each row. */
  int padding() {
    return (int) (-raster().rowBytes() & 3);
  }
}
