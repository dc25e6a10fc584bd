package io.bytezip.modalities.format;

import java.nio.charset.StandardCharsets;

/**
 * ar, as libraries and Debian's packages are: headers of 60 bytes, members padded to an even length
 * (ar(5) of FreeBSD). Names are taken as they stand in the header.
 */
final class ArSyntax implements ContainerSyntax {
  private static final String MAGIC = "!<arch>\n";
  private static final int HEADER = 60;
  private static final int LENGTH = 48;
  private static final byte[] NONE = {};

  private final boolean first;

  /** Reads the heading of the first member, or of another. */
  ArSyntax(boolean first) {
    this.first = first;
  }

  @Override
  public String name() {
    return "ar";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.isAt(position, MAGIC);
  }

  @Override
  public ContainerSyntax next() {
    return first ? new ArSyntax(false) : this;
  }

  @Override
  public Reading read(InputWindow window) {
    int at = first ? MAGIC.length() : 0;
    if (!window.has(at, HEADER)) {
      return new Reading.Incomplete(at + HEADER);
    }
    if (!window.isAt(at + HEADER - 2, "`\n")) {
      return new Reading.Nothing();
    }
    long length = 0;
    for (int i = at + LENGTH; i < at + HEADER - 2 && window.u8(i) != ' '; i++) {
      int digit = window.u8(i) - '0';
      if (digit < 0 || digit > 9) {
        return new Reading.Nothing();
      }
      length = 10 * length + digit;
    }
    String name =
        new String(window.bytes(), window.offset() + at, 16, StandardCharsets.ISO_8859_1).strip();
    return new Reading.Member(
        new Heading(
            at + HEADER,
            Heading.Kind.FILE,
            name.getBytes(StandardCharsets.ISO_8859_1),
            NONE,
            length,
            (int) length & 1,
            0,
            0));
  }
}
