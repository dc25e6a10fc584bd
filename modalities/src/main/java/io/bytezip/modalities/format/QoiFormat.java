package io.bytezip.modalities.format;

import io.bytezip.modalities.recipe.Qoi;
import java.util.List;

/** QOI, as the reference encoder writes it. */
final class QoiFormat implements Format {
  private static final int HEADER = 14;
  private static final int MAX_EXPANSION = 256;

  @Override
  public String name() {
    return "qoi";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.isAt(position, "qoif");
  }

  @Override
  public Finding open(InputWindow window, int room) {
    if (!window.has(0, HEADER)) {
      return new Finding.Nothing();
    }
    long width = window.u32(4, true);
    long height = window.u32(8, true);
    int channels = window.u8(12);
    if (channels < 3 || channels > 4 || width < 1 || height < 1 || width > 1 << 26) {
      return new Finding.Nothing();
    }
    Raster raster = new Raster((int) width, channels, 8, false, false);
    if (raster.rowBytes() > room || height > room) {
      return new Finding.Nothing();
    }
    long size = raster.size(height);
    if (size > room || size < MIN_SAMPLES) {
      return new Finding.Nothing();
    }
    // A pixel takes a 62nd of a byte at the least.
    if (window.length() < size / MAX_EXPANSION) {
      return more(window);
    }
    Qoi qoi = new Qoi(channels);
    Qoi.Chunks chunks =
        qoi.apart(
            window.bytes(),
            window.offset() + HEADER,
            window.offset() + window.length(),
            (int) (width * height));
    if (chunks == null) {
      return more(window);
    }
    Content made = new Content.Made(qoi, List.of(raster.content(chunks.raster())));
    return new Finding.Found(new Draft(window).structure(HEADER).made(chunks.size(), made));
  }

  private static Finding more(InputWindow window) {
    return window.complete() ? new Finding.Nothing() : new Finding.More(2L * window.length());
  }
}
