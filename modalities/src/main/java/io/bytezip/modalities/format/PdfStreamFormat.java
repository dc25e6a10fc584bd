package io.bytezip.modalities.format;

import io.bytezip.modalities.deflate.Inflated;
import java.util.Arrays;
import java.util.Optional;

/** A PDF's stream object that holds a zlib stream (ISO 32000-1, 7.3.8 and 7.4.4). */
final class PdfStreamFormat implements Format {
  private static final String KEYWORD = "stream";

  @Override
  public String name() {
    return "pdf";
  }

  @Override
  public int mark() {
    return 's';
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.has(position, KEYWORD.length() + 4)
        && window.isAt(position, KEYWORD)
        && start(window, position) > 0;
  }

  /** Where a zlib stream may begin, or 0. */
  private static int start(InputWindow window, int position) {
    int at = position + KEYWORD.length();
    if (window.u8(at) == '\r') {
      at++;
    }
    if (window.u8(at) != '\n') {
      return 0;
    }
    int header = window.u16(at + 1, true);
    boolean zlib = (header >> 8 & 15) == 8 && header >> 12 < 8 && (header & 32) == 0;
    return zlib && header % 31 == 0 ? at + 1 : 0;
  }

  @Override
  public Finding open(InputWindow window, int room) {
    int start = start(window, 0);
    DeflateEnd end = new DeflateEnd(window, start + 2, room);
    if (end.state() == DeflateEnd.State.OPEN) {
      return new Finding.More(2L * window.length());
    }
    Optional<Inflated> inflated = end.inflated();
    if (inflated.isEmpty()) {
      return new Finding.Nothing();
    }
    int size = Math.min(inflated.get().size() + 6, window.length() - start);
    int from = window.offset() + start;
    byte[] zlib = Arrays.copyOfRange(window.bytes(), from, from + size);
    Content plain = new Content.Member("", inflated.get().plain());
    return new Finding.Found(
        new Draft(window).structure(start).made(size, Deflated.zlib(zlib, inflated.get(), plain)));
  }
}
