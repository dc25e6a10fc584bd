package io.bytezip.modalities.format;

import io.bytezip.modalities.format.PcmKind.Coding;

/** Apple's Core Audio format with linear PCM: integers of 8 to 32 bits, IEEE 754 of 32 and 64. */
final class CafFormat implements Format {
  private static final int MAX_HEADER = 1 << 20;
  private static final int CHUNK = 12;
  private static final int DESCRIPTION = 32;
  private static final int EDIT_COUNT = 4;
  private static final int FLOAT = 1;
  private static final int LITTLE_ENDIAN = 2;

  @Override
  public String name() {
    return "caf";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.isAt(position, "caff");
  }

  @Override
  public Finding open(InputWindow window, int room) {
    if (!window.has(0, 8) || !window.isAt(0, "caff") || window.u16(4, true) != 1) {
      return new Finding.Nothing();
    }
    PcmKind kind = null;
    long position = 8;
    while (position < MAX_HEADER) {
      if (!window.has(position, CHUNK + EDIT_COUNT)) {
        return new Finding.More(position + CHUNK + EDIT_COUNT);
      }
      int at = (int) position;
      long size = window.i64(at + 4, true);
      if (window.isAt(at, "data")) {
        return kind == null || size >= 0 && size < EDIT_COUNT
            ? new Finding.Nothing()
            : kind.found(
                name(), window, at + CHUNK + EDIT_COUNT, size < 0 ? -1 : size - EDIT_COUNT, room);
      }
      if (size < 0 || size > MAX_HEADER) {
        return new Finding.Nothing();
      }
      if (window.isAt(at, "desc")) {
        if (!window.has(position, CHUNK + DESCRIPTION)) {
          return new Finding.More(position + CHUNK + DESCRIPTION);
        }
        kind = kind(window, at + CHUNK);
        if (kind == null) {
          return new Finding.Nothing();
        }
      }
      position += CHUNK + size;
    }
    return new Finding.Nothing();
  }

  private static PcmKind kind(InputWindow window, int at) {
    int flags = window.i32(at + 12, true);
    int packet = window.i32(at + 16, true);
    int frames = window.i32(at + 20, true);
    int channels = window.i32(at + 24, true);
    if (!window.isAt(at + 8, "lpcm") || frames != 1 || channels < 1 || packet % channels != 0) {
      return null;
    }
    Coding coding = (flags & FLOAT) != 0 ? Coding.FLOAT : Coding.SIGNED;
    return new PcmKind(channels, packet / channels, coding, (flags & LITTLE_ENDIAN) == 0);
  }
}
