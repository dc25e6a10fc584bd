package io.bytezip.modalities.format;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The image file directories of a TIFF or BigTIFF (TIFF 6.0, section 2; AWare Systems' description
 * of BigTIFF), as far as a window shows them. Mutable, for one thread.
 */
final class TiffDirectories {
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int OFFSET = 13;
  private static final int LONG8 = 16;
  private static final int OFFSET8 = 18;
  private static final int MAX_DIRECTORIES = 1024;
  private static final int BIG = 43;

  private final InputWindow window;
  private final boolean bigEndian;
  private final boolean big;
  private final List<TiffTags> directories = new ArrayList<>();
  private final Deque<Long> open = new ArrayDeque<>();
  private final Set<Long> seen = new HashSet<>();

  /** Values of all tags: strips of a few kB of pictures of some GB. Each takes memory. */
  private static final int MAX_VALUES = 1 << 21;

  /** Values of tags that may still be read: no sound file has more than it has bytes. */
  private long values;

  private long needed;

  /** Reads the directories of the file at the window's start, which has 16 bytes or more. */
  TiffDirectories(InputWindow window) {
    this.window = window;
    bigEndian = window.u8(0) == 'M';
    big = window.u16(2, bigEndian) == BIG;
    values = Math.min(window.length(), MAX_VALUES);
    open.add(offset(big ? 8 : 4));
    while (!open.isEmpty() && directories.size() < MAX_DIRECTORIES) {
      long at = open.remove();
      if (at > 0 && seen.add(at)) {
        directory(at);
      }
    }
  }

  boolean bigEndian() {
    return bigEndian;
  }

  /** Those that the window shows whole, first the pages in order. */
  List<TiffTags> all() {
    return directories;
  }

  /** How long the window must be to show all directories that are known so far. */
  long needed() {
    return needed;
  }

  private boolean shows(long position, long count) {
    if (window.has(position, count)) {
      return true;
    }
    needed = position < 0 ? needed : Math.max(needed, position + count);
    return false;
  }

  private long offset(int position) {
    return big ? window.i64(position, bigEndian) : window.u32(position, bigEndian);
  }

  private void directory(long at) {
    int head = big ? 8 : 2;
    if (at > Integer.MAX_VALUE || !shows(at, head)) {
      return;
    }
    long count = big ? offset((int) at) : window.u16((int) at, bigEndian);
    int entryBytes = big ? 20 : 12;
    if (count < 1 || count > 0xFFFF || !shows(at + head, count * entryBytes)) {
      return;
    }
    Map<Integer, long[]> tags = new HashMap<>();
    for (int i = 0; i < count; i++) {
      int entry = (int) at + head + i * entryBytes;
      int tag = window.u16(entry, bigEndian);
      if (TiffTags.USED.contains(tag) && !tags.containsKey(tag)) {
        long[] read = values(entry);
        if (read != null) {
          tags.put(tag, read);
        }
      }
    }
    directories.add(new TiffTags(tags));
    int end = (int) at + head + (int) count * entryBytes;
    if (window.has(end, big ? 8 : 4)) {
      open.add(offset(end));
    }
    for (long child : tags.getOrDefault(TiffTags.SUB_DIRECTORIES, new long[0])) {
      open.add(child);
    }
  }

  /** Null if the window doesn't show them, or they are no numbers. */
  private long[] values(int entry) {
    int type = window.u16(entry + 2, bigEndian);
    long count = offset(entry + 4);
    int width =
        switch (type) {
          case BYTE -> 1;
          case SHORT -> 2;
          case LONG, OFFSET -> 4;
          case LONG8, OFFSET8 -> 8;
          default -> 0;
        };
    if (width == 0 || count < 1 || count > values) {
      return null;
    }
    int field = entry + (big ? 12 : 8);
    long from = count * width <= (big ? 8 : 4) ? field : offset(field);
    if (from > Integer.MAX_VALUE || !shows(from, count * width)) {
      return null;
    }
    values -= count;
    long[] read = new long[(int) count];
    for (int i = 0; i < count; i++) {
      int at = (int) from + i * width;
      read[i] =
          switch (width) {
            case 1 -> window.u8(at);
            case 2 -> window.u16(at, bigEndian);
            case 4 -> window.u32(at, bigEndian);
            default -> window.i64(at, bigEndian);
          };
    }
    return read;
  }
}
