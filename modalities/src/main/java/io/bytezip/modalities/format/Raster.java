package io.bytezip.modalities.format;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.Pixels16Layout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.recipe.PackBits;
import io.bytezip.modalities.recipe.PadRows;
import java.util.ArrayList;
import java.util.List;

/**
 * How a picture's rows lie: channels of a pixel side by side, samples of less than a byte packed
 * from the high bits down, rows beginning at a byte.
 *
 * @param width pixels in a row, at least 1
 * @param channels samples of a pixel, at least 1
 * @param depth bits of a sample
 * @param blueFirst whether colours lie in the order B G R
 * @param bigEndian whether the high byte of a sample comes first
 */
record Raster(int width, int channels, int depth, boolean blueFirst, boolean bigEndian) {
  private static final int MAX_CHANNELS = 4;

  /** Checks the ranges. */
  Raster {
    if (width < 1 || width > 1 << 26 || channels < 1 || depth < 1 || depth > 64) {
      throw new IllegalArgumentException("a raster of " + width + " by " + channels);
    }
  }

  /** Bytes of a row. */
  long rowBytes() {
    return ((long) width * channels * depth + 7) / 8;
  }

  /** Whether samples are less than a byte and get one each. */
  boolean packed() {
    return depth == 1 || depth == 2 || depth == 4;
  }

  /** Bytes that this many rows have as content, without padding. */
  long size(long rows) {
    return rows * (packed() ? (long) width * channels : rowBytes());
  }

  /** The layout of samples of whole bytes, as they are. */
  Layout layout() {
    if (packed() || !modelled() || rowBytes() > Integer.MAX_VALUE) {
      return new BytesLayout();
    }
    return depth == 8
        ? new PixelsLayout(width, channels, blueFirst && channels > 2)
        : new Pixels16Layout(width, channels, bigEndian);
  }

  /** Whether there is more to know of the samples than that they are bytes. */
  boolean modelled() {
    return channels <= MAX_CHANNELS && (packed() || depth == 8 || depth == 16);
  }

  /** What makes these rows. */
  Content content(byte[] rows) {
    if (!packed() || !modelled() || rows.length % rowBytes() != 0) {
      return new Content.Samples(layout(), rows);
    }
    PackBits pack = new PackBits(depth, width * channels);
    byte[] samples = pack.unpack(rows);
    if (samples == null) {
      // There is something behind the last sample.
      return new Content.Samples(new PixelsLayout((int) rowBytes(), 1, false), rows);
    }
    Layout pixels = new PixelsLayout(width, channels, blueFirst && channels > 2);
    return new Content.Made(pack, List.of(new Content.Samples(pixels, samples)));
  }

  /** What makes rows that are each followed by some bytes of padding, at most 255. */
  Content padded(byte[] stored, int padding) {
    if (padding == 0) {
      return content(stored);
    }
    int rowBytes = (int) rowBytes();
    int rows = stored.length / (rowBytes + padding);
    PadRows.Apart apart = PadRows.apart(stored, 0, rowBytes, rows, padding);
    List<Content> input = new ArrayList<>();
    input.add(content(apart.rows()));
    if (apart.padding().length > 0) {
      input.add(new Content.Structure(apart.padding()));
    }
    return new Content.Made(apart.transform(), input);
  }
}
