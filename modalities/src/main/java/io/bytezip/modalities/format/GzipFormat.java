package io.bytezip.modalities.format;

import io.bytezip.modalities.deflate.Inflated;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One member of a gzip file (RFC 1952); the next one is found behind it. */
final class GzipFormat implements Format {
  private static final int FIXED = 10;
  private static final int TRAILER = 8;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int HEADER_CHECK = 2;

  @Override
  public String name() {
    return "gzip";
  }

  @Override
  public int mark() {
    return 0x1F;
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.has(position, FIXED)
        && window.u8(position) == 0x1F
        && window.u8(position + 1) == 0x8B
        && window.u8(position + 2) == 8
        && window.u8(position + 3) < 32;
  }

  @Override
  public Finding open(InputWindow window, int room) {
    int flags = window.u8(3);
    int position = FIXED;
    String name = "";
    if ((flags & EXTRA) != 0) {
      position += 2 + window.u16(position, false);
    }
    if ((flags & NAME) != 0) {
      int end = zero(window, position);
      byte[] bytes = window.bytes();
      name =
          new String(
              bytes, window.offset() + position, end - position, StandardCharsets.ISO_8859_1);
      position = end + 1;
    }
    if ((flags & COMMENT) != 0) {
      position = zero(window, position) + 1;
    }
    if ((flags & HEADER_CHECK) != 0) {
      position += 2;
    }
    return stream(new Draft(window).structure(position), window, name, room, TRAILER);
  }

  private static int zero(InputWindow window, int from) {
    int position = from;
    while (window.u8(position) != 0) {
      position++;
    }
    return position;
  }

  /** What a deflate stream, which begins where the draft ends, and a trailer give. */
  static Finding stream(Draft draft, InputWindow window, String name, int room, int trailer) {
    DeflateEnd end = new DeflateEnd(window, draft.covered(), room);
    if (end.state() == DeflateEnd.State.OPEN) {
      return new Finding.More(2L * window.length());
    }
    Optional<Inflated> inflated = end.inflated();
    if (inflated.isEmpty()) {
      return new Finding.Nothing();
    }
    Content member = new Content.Member(name, inflated.get().plain());
    draft.made(inflated.get().size(), Deflated.stream(inflated.get(), member));
    return new Finding.Found(draft.structure(Math.min(trailer, window.length() - draft.covered())));
  }
}
