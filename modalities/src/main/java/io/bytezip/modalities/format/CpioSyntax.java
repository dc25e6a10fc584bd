package io.bytezip.modalities.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * cpio in its portable shapes: newc, with or without checksums ({@code 070701}, {@code 070702},
 * hexadecimal, padded to four bytes; cpio(5) of FreeBSD), and odc ({@code 070707}, octal;
 * POSIX.1-2017, <i>pax</i>, "cpio Interchange Format").
 */
final class CpioSyntax implements ContainerSyntax {
  private static final int MAGIC = 6;
  private static final int NEWC = 110;
  private static final int ODC = 76;
  private static final int MAX_NAME = 1 << 16;
  private static final byte[] NONE = {};
  private static final byte[] TRAILER = "TRAILER!!!".getBytes(StandardCharsets.US_ASCII);

  private static final int TYPE = 0xF000;
  private static final int FILE = 0x8000;
  private static final int FOLDER = 0x4000;
  private static final int LINK = 0xA000;

  @Override
  public String name() {
    return "cpio";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return size(window, position) > 0;
  }

  @Override
  public Reading read(InputWindow window) {
    if (!window.has(0, MAGIC)) {
      return new Reading.Incomplete(MAGIC);
    }
    int fixed = size(window, 0);
    if (fixed == 0) {
      return new Reading.Nothing();
    }
    if (!window.has(0, fixed)) {
      return new Reading.Incomplete(fixed);
    }
    boolean newc = fixed == NEWC;
    long mode = newc ? hexadecimal(window, 14) : octal(window, 18, 6);
    long links = newc ? hexadecimal(window, 38) : octal(window, 36, 6);
    long modified = newc ? hexadecimal(window, 46) : octal(window, 48, 11);
    long length = newc ? hexadecimal(window, 54) : octal(window, 65, 11);
    long nameSize = newc ? hexadecimal(window, 94) : octal(window, 59, 6);
    if (nameSize < 1 || nameSize > MAX_NAME) {
      return new Reading.Nothing();
    }
    int end = fixed + (int) nameSize;
    int size = newc ? end + (-end & 3) : end;
    if (!window.has(0, size)) {
      return new Reading.Incomplete(size);
    }
    int from = window.offset() + fixed;
    byte[] name = Arrays.copyOfRange(window.bytes(), from, from + (int) nameSize - 1);
    if (Arrays.equals(name, TRAILER)) {
      return new Reading.End(size);
    }
    int type = (int) mode & TYPE;
    // Of several names of one file only the last has its bytes.
    boolean elsewhere = newc && links > 1 && length == 0;
    Heading.Kind kind =
        switch (type) {
          case FILE -> elsewhere ? Heading.Kind.HARD_LINK : Heading.Kind.FILE;
          case FOLDER -> Heading.Kind.FOLDER;
          case LINK -> Heading.Kind.SYMBOLIC_LINK;
          default -> Heading.Kind.OTHER;
        };
    int trailing = newc ? (int) (-length & 3) : 0;
    return new Reading.Member(
        new Heading(size, kind, name, NONE, length, trailing, (int) mode & 0xFFF, modified));
  }

  /** Of the fixed part by its magic; 0 if there is none. */
  private static int size(InputWindow window, int position) {
    if (window.isAt(position, "070701") || window.isAt(position, "070702")) {
      return NEWC;
    }
    return window.isAt(position, "070707") ? ODC : 0;
  }

  private static long hexadecimal(InputWindow window, int from) {
    return number(window, from, 8, 16);
  }

  private static long octal(InputWindow window, int from, int digits) {
    return number(window, from, digits, 8);
  }

  private static long number(InputWindow window, int from, int digits, int base) {
    long value = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = Character.digit(window.u8(i), base);
      if (digit < 0) {
        throw new IllegalArgumentException("not a digit");
      }
      value = base * value + digit;
    }
    return value;
  }
}
