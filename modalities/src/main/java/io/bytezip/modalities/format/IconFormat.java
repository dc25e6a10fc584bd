package io.bytezip.modalities.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Windows' icons and cursors: a directory of pictures, each a PNG or a bitmap without its head. */
final class IconFormat implements Format {
  private static final int HEADER = 6;
  private static final int ENTRY = 16;
  private static final int MAX_PICTURES = 256;

  private record Entry(int offset, int size) {}

  @Override
  public String name() {
    return "ico";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.has(position, HEADER + ENTRY)
        && window.u16(position, true) == 0
        && (window.u16(position + 2, false) == 1 || window.u16(position + 2, false) == 2)
        && window.u16(position + 4, false) >= 1
        && window.u16(position + 4, false) <= MAX_PICTURES
        && window.u8(position + 9) == 0;
  }

  @Override
  public Finding open(InputWindow window, int room) {
    int count = window.u16(4, false);
    int table = HEADER + count * ENTRY;
    if (!window.has(0, table)) {
      return new Finding.More(table);
    }
    List<Entry> entries = new ArrayList<>();
    long end = table;
    for (int i = 0; i < count; i++) {
      long size = window.u32(HEADER + i * ENTRY + 8, false);
      long offset = window.u32(HEADER + i * ENTRY + 12, false);
      if (offset < table || size < BitmapHeader.INFO || offset + size > room) {
        return new Finding.Nothing();
      }
      entries.add(new Entry((int) offset, (int) size));
      end = Math.max(end, offset + size);
    }
    if (!window.has(end, 0)) {
      return window.complete() ? new Finding.Nothing() : new Finding.More(end);
    }
    entries.sort(Comparator.comparingInt(Entry::offset));
    Draft draft = new Draft(window);
    long left = room;
    long samples = 0;
    for (Entry entry : entries) {
      if (entry.offset < draft.covered()) {
        continue;
      }
      draft.structure(entry.offset - draft.covered());
      long before = draft.covered();
      if (window.u8(entry.offset) == 0x89) {
        draft.member("", entry.size);
        samples += entry.size;
        left -= entry.size;
      } else {
        long size = bitmap(window.from(entry.offset), entry.size, draft, left);
        samples += size;
        left -= size;
      }
      draft.structure((int) (before + entry.size - draft.covered()));
    }
    return samples < MIN_SAMPLES ? new Finding.Nothing() : new Finding.Found(draft);
  }

  /** Adds a bitmap, and how many bytes of samples it has; nothing if it isn't as it should be. */
  private static long bitmap(InputWindow window, int size, Draft draft, long room) {
    BitmapHeader header = BitmapHeader.at(window, 0);
    if (header == null || header.height() % 2 != 0) {
      return 0;
    }
    // The rows of the picture, and behind them as many of a mask.
    long rows = header.height() / 2;
    Raster raster = header.raster();
    Raster mask = new Raster(header.width(), 1, 1, false, false);
    int padding = header.padding();
    int maskPadding = (int) (-mask.rowBytes() & 3);
    long colours = header.bits() > 8 ? 0 : 1L << header.bits();
    if (header.colours() > 0 && header.colours() < colours) {
      colours = header.colours();
    }
    long start = header.size() + 4 * colours;
    if (rows > size || raster.rowBytes() > size) {
      return 0;
    }
    long bytes = (raster.rowBytes() + padding) * rows;
    long maskBytes = (mask.rowBytes() + maskPadding) * rows;
    long samples = raster.size(rows) + mask.size(rows);
    if (start + bytes + maskBytes > size || samples > room) {
      return 0;
    }
    draft.structure((int) start);
    draft.made((int) bytes, raster.padded(window.copy((int) start, (int) bytes), padding));
    byte[] masked = window.copy((int) (start + bytes), (int) maskBytes);
    draft.made((int) maskBytes, mask.padded(masked, maskPadding));
    return samples;
  }
}
