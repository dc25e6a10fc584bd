package io.bytezip.modalities.example;

import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.format.Draft;
import io.bytezip.modalities.format.Finding;
import io.bytezip.modalities.format.Format;
import io.bytezip.modalities.format.InputWindow;

/** SGI images without run lengths, one byte a sample: planes, one after another. */
public final class SgiFormat implements Format {
  private static final int HEADER = 512;

  @Override
  public String name() {
    return "sgi";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.has(position, 4) && window.i32(position, true) == (474 << 16 | 1);
  }

  @Override
  public Finding open(InputWindow window, int room) {
    if (!window.has(0, HEADER)) {
      return new Finding.More(HEADER);
    }
    int dimensions = window.u16(4, true);
    int width = window.u16(6, true);
    int height = dimensions > 1 ? window.u16(8, true) : 1;
    int planes = dimensions > 2 ? window.u16(10, true) : 1;
    long size = (long) width * height * planes;
    if (size < MIN_SAMPLES || size > room) {
      return new Finding.Nothing();
    }
    if (!window.has(HEADER, size)) {
      return new Finding.More(HEADER + size);
    }
    PixelsLayout layout = new PixelsLayout(width, 1, false);
    return new Finding.Found(new Draft(window).structure(HEADER).samples(layout, (int) size));
  }
}
