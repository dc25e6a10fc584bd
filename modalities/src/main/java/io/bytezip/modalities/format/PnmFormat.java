package io.bytezip.modalities.format;

/**
 * Netpbm's binary formats: PBM, PGM, PPM and PAM (P4 to P7), of 1, 8 or 16 bits a sample, one or
 * several pictures in a file.
 */
final class PnmFormat implements Format {
  private static final int MAX_SAMPLE = 65_535;

  @Override
  public String name() {
    return "pnm";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.has(position, 3)
        && window.u8(position) == 'P'
        && window.u8(position + 1) >= '4'
        && window.u8(position + 1) <= '7';
  }

  @Override
  public Finding open(InputWindow window, int room) {
    PnmHeader first = PnmHeader.of(window, 0);
    if (first == null) {
      return new Finding.Nothing();
    }
    if (!first.whole()) {
      return new Finding.More(2L * window.length());
    }
    Raster raster = raster(first);
    if (raster == null || raster.rowBytes() > room) {
      return new Finding.Nothing();
    }
    long end = first.end() + raster.rowBytes() * first.height();
    boolean fits = Math.max(end, first.end() + raster.size(first.height())) + 3 <= room;
    if (fits && !window.has(end, 3) && !window.complete()) {
      return new Finding.More(end + 3);
    }
    if (raster.packed() || fits && window.has(end, 3) && mayBegin(window, (int) end)) {
      return pictures(window, room);
    }
    return new Finding.Units(
        new UnitRun(
            raster.layout(), first.end(), (int) raster.rowBytes(), 0, first.height(), true));
  }

  /** As many pictures as the window holds. */
  private Finding pictures(InputWindow window, int room) {
    Draft draft = new Draft(window);
    long left = room;
    long samples = 0;
    while (window.has(draft.covered(), 3) && mayBegin(window, draft.covered())) {
      PnmHeader header = PnmHeader.of(window, draft.covered());
      Raster raster = header == null || !header.whole() ? null : raster(header);
      if (raster == null || raster.rowBytes() > left) {
        break;
      }
      long size = raster.size(header.height());
      long stored = raster.rowBytes() * header.height();
      if (Math.max(stored, size) > left || !window.has(header.end(), stored)) {
        break;
      }
      draft.structure(header.end() - draft.covered());
      byte[] rows = window.copy(draft.covered(), (int) stored);
      draft.made((int) stored, raster.content(rows));
      left -= size;
      samples += size;
    }
    if (samples < MIN_SAMPLES) {
      return new Finding.Nothing();
    }
    boolean more = !window.complete() && window.has(draft.covered(), 3);
    return new Finding.Found(draft, more && mayBegin(window, draft.covered()) ? this : null);
  }

  private static Raster raster(PnmHeader header) {
    int maximum = header.maximum();
    boolean known = maximum > 0 && maximum <= MAX_SAMPLE;
    if (header.width() < 1 || header.height() < 1 || header.channels() < 1 || !known) {
      return null;
    }
    int depth = header.bilevel() ? 1 : maximum < 256 ? 8 : 16;
    return new Raster(header.width(), header.channels(), depth, false, true);
  }
}
