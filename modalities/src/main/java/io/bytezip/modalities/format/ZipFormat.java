package io.bytezip.modalities.format;

import java.nio.charset.StandardCharsets;

/**
 * One entry of a ZIP file (PKWARE's APPNOTE, section 4.3), stored or deflated, behind its local
 * header. The next one is found behind it, wherever it begins; the central directory is structure
 * like everything else.
 */
final class ZipFormat implements Format {
  private static final int HEADER = 30;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int ENCRYPTED = 1;
  private static final int SIZES_FOLLOW = 8;

  @Override
  public String name() {
    return "zip";
  }

  @Override
  public int mark() {
    return 'P';
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.has(position, HEADER) && window.i32(position, true) == 0x504B0304;
  }

  @Override
  public Finding open(InputWindow window, int room) {
    int flags = window.u16(6, false);
    int method = window.u16(8, false);
    long size = window.u32(18, false);
    int nameLength = window.u16(26, false);
    int start = HEADER + nameLength + window.u16(28, false);
    if ((flags & ENCRYPTED) != 0 || method != STORED && method != DEFLATED) {
      return new Finding.Nothing();
    }
    if (!window.has(start, 1)) {
      return window.complete() ? new Finding.Nothing() : new Finding.More(start + 1L);
    }
    int from = window.offset() + HEADER;
    String name = new String(window.bytes(), from, nameLength, StandardCharsets.UTF_8);
    if (method == DEFLATED) {
      return GzipFormat.stream(new Draft(window).structure(start), window, name, room, 0);
    }
    if ((flags & SIZES_FOLLOW) != 0 || size < MIN_SAMPLES || size > room) {
      return new Finding.Nothing();
    }
    if (!window.has(start, size)) {
      return window.complete() ? new Finding.Nothing() : new Finding.More(start + size);
    }
    return new Finding.Found(new Draft(window).structure(start).member(name, (int) size));
  }
}
