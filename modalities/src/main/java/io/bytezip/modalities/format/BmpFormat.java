package io.bytezip.modalities.format;

/**
 * Uncompressed BMP of 1, 4, 8, 16, 24 or 32 bits a pixel, either way up; rows are kept in the
 * file's order.
 */
final class BmpFormat implements Format {
  private static final int FILE_HEADER = 14;
  private static final int MAX_START = 1 << 20;

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
    if (!window.has(0, FILE_HEADER + BitmapHeader.INFO) || !window.isAt(0, "BM")) {
      return new Finding.Nothing();
    }
    long start = window.u32(10, false);
    BitmapHeader header = BitmapHeader.at(window, FILE_HEADER);
    if (header == null || start < FILE_HEADER + header.size() || start > MAX_START) {
      return new Finding.Nothing();
    }
    if (!window.has(start, 0)) {
      return new Finding.More(start);
    }
    Raster raster = header.raster();
    int padding = header.padding();
    long rowBytes = raster.rowBytes();
    if (rowBytes > room - 3) {
      return new Finding.Nothing();
    }
    long rows = header.height();
    if (!raster.packed()) {
      return new Finding.Units(
          new UnitRun(raster.layout(), (int) start, (int) rowBytes, padding, rows, true));
    }
    long stored = (rowBytes + padding) * rows;
    if (start + stored > room || raster.size(rows) > room || raster.size(rows) < MIN_SAMPLES) {
      return new Finding.Nothing();
    }
    if (!window.has(start, stored)) {
      return new Finding.More(start + stored);
    }
    Draft draft = new Draft(window).structure((int) start);
    byte[] bytes = window.copy(draft.covered(), (int) stored);
    return new Finding.Found(draft.made((int) stored, raster.padded(bytes, padding)));
  }
}
