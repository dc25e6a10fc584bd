package io.bytezip.modalities.format;

import io.bytezip.modalities.PixelsLayout;
import java.util.HashMap;
import java.util.Map;

/**
 * Uncompressed TIFF: the first image, 8 bits a sample, grey, palette or RGB, with or without an
 * alpha channel, samples of a pixel together, in strips that follow one another with or without
 * gaps.
 */
final class TiffFormat implements Format {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int FILL_ORDER = 266;
  private static final int STRIP_OFFSETS = 273;
  private static final int SAMPLES = 277;
  private static final int STRIP_ROWS = 278;
  private static final int STRIP_BYTES = 279;
  private static final int PLANAR = 284;
  private static final int TILE_WIDTH = 322;
  private static final int SAMPLE_FORMAT = 339;

  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int ENTRY = 12;
  private static final int MAX_VALUES = 1 << 16;
  private static final int MAX_GAPS = 4096;

  @Override
  public String name() {
    return "tiff";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.isAt(position, "MM\0*") || window.isAt(position, "II*\0");
  }

  @Override
  public Finding open(InputWindow window, int room) {
    boolean bigEndian = window.isAt(0, "MM\0*");
    if (!window.has(0, 8) || !bigEndian && !window.isAt(0, "II*\0")) {
      return new Finding.Nothing();
    }
    long directory = window.u32(4, bigEndian);
    if (!window.has(directory, 2)) {
      return new Finding.More(directory + 2);
    }
    int entries = window.u16((int) directory, bigEndian);
    if (!window.has(directory + 2, (long) entries * ENTRY)) {
      return new Finding.More(directory + 2 + (long) entries * ENTRY);
    }
    Map<Integer, long[]> tags = new HashMap<>();
    long needed = 0;
    for (int i = 0; i < entries; i++) {
      int entry = (int) directory + 2 + i * ENTRY;
      int type = window.u16(entry + 2, bigEndian);
      long count = window.u32(entry + 4, bigEndian);
      if (type != SHORT && type != LONG || count < 1 || count > MAX_VALUES) {
        continue;
      }
      int bytes = (int) count * (type == SHORT ? 2 : 4);
      long from = bytes <= 4 ? entry + 8 : window.u32(entry + 8, bigEndian);
      if (window.has(from, bytes)) {
        tags.put(
            window.u16(entry, bigEndian), values(window, (int) from, (int) count, type, bigEndian));
      } else {
        needed = Math.max(needed, from + bytes);
      }
    }
    if (needed > window.length() && needed <= room && !window.complete()) {
      return new Finding.More(needed);
    }
    return image(window, tags, room);
  }

  private static long[] values(
      InputWindow window, int from, int count, int type, boolean bigEndian) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          type == SHORT ? window.u16(from + 2 * i, bigEndian) : window.u32(from + 4 * i, bigEndian);
    }
    return values;
  }

  private static long value(Map<Integer, long[]> tags, int tag, long otherwise) {
    long[] values = tags.get(tag);
    return values == null ? otherwise : values[0];
  }

  private static boolean all(Map<Integer, long[]> tags, int tag, long expected, long otherwise) {
    long[] values = tags.getOrDefault(tag, new long[] {otherwise});
    for (long value : values) {
      if (value != expected) {
        return false;
      }
    }
    return true;
  }

  private static Finding image(InputWindow window, Map<Integer, long[]> tags, int room) {
    long width = value(tags, WIDTH, 0);
    long height = value(tags, HEIGHT, 0);
    long channels = value(tags, SAMPLES, 1);
    long[] offsets = tags.get(STRIP_OFFSETS);
    if (offsets == null
        || !known(tags, channels)
        || width < 1
        || height < 1
        || height > Integer.MAX_VALUE
        || width * channels > room) {
      return new Finding.Nothing();
    }
    long rowBytes = width * channels;
    long stripRows = Math.min(height, Math.max(1, value(tags, STRIP_ROWS, height)));
    long strips = (height + stripRows - 1) / stripRows;
    if (strips > offsets.length) {
      return new Finding.Nothing();
    }
    long[] sizes = new long[(int) strips];
    long[] stated = tags.get(STRIP_BYTES);
    boolean contiguous = true;
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.min(stripRows, height - i * stripRows) * rowBytes;
      if (stated != null && (i >= stated.length || stated[i] != sizes[i])) {
        return new Finding.Nothing();
      }
      if (i > 0) {
        long end = offsets[i - 1] + sizes[i - 1];
        contiguous &= offsets[i] == end;
        if (offsets[i] < end) {
          return new Finding.Nothing();
        }
      }
    }
    if (offsets[0] < 8 || offsets[0] > room) {
      return new Finding.Nothing();
    }
    PixelsLayout layout = new PixelsLayout((int) width, (int) channels, false);
    if (contiguous) {
      return new Finding.Units(
          new UnitRun(layout, (int) offsets[0], (int) rowBytes, 0, height, true));
    }
    return withGaps(window, layout, offsets, sizes, rowBytes * height);
  }

  private static boolean known(Map<Integer, long[]> tags, long channels) {
    long photometric = value(tags, PHOTOMETRIC, -1);
    boolean plausible =
        photometric == 0 || photometric == 1
            ? channels == 1 || channels == 2
            : photometric == 2 ? channels == 3 || channels == 4 : photometric == 3 && channels == 1;
    return plausible
        && all(tags, BITS, 8, 1)
        && all(tags, SAMPLE_FORMAT, 1, 1)
        && value(tags, COMPRESSION, 1) == 1
        && value(tags, FILL_ORDER, 1) == 1
        && (channels == 1 || value(tags, PLANAR, 1) == 1)
        && !tags.containsKey(TILE_WIDTH);
  }

  private static Finding withGaps(
      InputWindow window, PixelsLayout layout, long[] offsets, long[] sizes, long total) {
    int last = sizes.length - 1;
    long end = offsets[last] + sizes[last];
    if (sizes.length > MAX_GAPS || total < MIN_SAMPLES) {
      return new Finding.Nothing();
    }
    if (!window.has(end, 0)) {
      return new Finding.More(end);
    }
    Draft draft = new Draft(window);
    for (int i = 0; i < sizes.length; i++) {
      draft.structure((int) offsets[i] - draft.covered()).samples(layout, (int) sizes[i]);
    }
    return new Finding.Found(draft);
  }
}
