package io.bytezip.modalities.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * tar: v7, ustar and pax (POSIX.1-2017, <i>pax</i>, "ustar Interchange Format" and "pax Header
 * Block"), and GNU's long names and big numbers (GNU tar manual, "Basic Tar Format"). Checksums
 * must match. Old GNU sparse files end what is understood.
 */
final class TarSyntax implements ContainerSyntax {
  private static final int BLOCK = 512;
  private static final int SIZE = 124;
  private static final int CHECKSUM = 148;
  private static final int TYPE = 156;
  private static final int MAGIC = 257;
  private static final long MAX_LENGTH = 1L << 56;

  /** Extensions of one member. All are read again when one more has come. */
  private static final int MAX_EXTENSIONS = 32;

  /** Zeros at the end, as they are written in records of some blocks. */
  private static final int MAX_END = 1 << 16;

  /** What extensions before a header say of its member; {@code null} or -1 if they don't. */
  private record Extensions(byte[] name, byte[] link, long size, long modified, boolean sparse) {
    static final Extensions NOTHING = new Extensions(null, null, -1, -1, false);
  }

  @Override
  public String name() {
    return "tar";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.has(position, BLOCK) && window.u8(position) != 0 && checked(window, position);
  }

  @Override
  public Reading read(InputWindow window) {
    Extensions extensions = Extensions.NOTHING;
    int at = 0;
    for (int extending = 0; extending <= MAX_EXTENSIONS; extending++) {
      if (!window.has(at, BLOCK)) {
        return new Reading.Incomplete(at + BLOCK);
      }
      if (at == 0 && zeros(window, BLOCK) == BLOCK) {
        return new Reading.End(zeros(window, Math.min(window.length(), MAX_END)));
      }
      if (!checked(window, at)) {
        return new Reading.Nothing();
      }
      int type = window.u8(at + TYPE);
      if ("xgLK".indexOf(type) < 0) {
        return member(window, at, type, extensions);
      }
      long size = number(window, at + SIZE, 12);
      int body = at + BLOCK;
      if (size < 0 || size > MAX_HEADING - body - BLOCK) {
        return new Reading.Nothing();
      }
      at = body + (int) size + padding(size);
      // At least a header follows.
      if (!window.has(at, BLOCK)) {
        return new Reading.Incomplete(at + BLOCK);
      }
      extensions = extended(window, body, (int) size, type, extensions);
    }
    return new Reading.Nothing();
  }

  private static Reading member(InputWindow window, int at, int type, Extensions extensions) {
    long size = number(window, at + SIZE, 12);
    Heading.Kind kind =
        switch (type) {
          case 0, '0', '7' -> Heading.Kind.FILE;
          case '1' -> Heading.Kind.HARD_LINK;
          case '2' -> Heading.Kind.SYMBOLIC_LINK;
          case '5' -> Heading.Kind.FOLDER;
          default -> Heading.Kind.OTHER;
        };
    if (extensions.size >= 0) {
      size = extensions.size;
    }
    byte[] name = extensions.name != null ? extensions.name : name(window, at);
    if (type == 0 && name.length > 0 && name[name.length - 1] == '/') {
      // Before there was a type for them.
      kind = Heading.Kind.FOLDER;
    }
    if (extensions.sparse) {
      kind = Heading.Kind.OTHER;
    }
    // Links and folders have no bytes, and programs differ in what a size then means.
    boolean empty = type >= '1' && type <= '6';
    if (size < 0 || size > MAX_LENGTH || empty && size != 0 || type == 'S') {
      return new Reading.Nothing();
    }
    long modified = extensions.modified >= 0 ? extensions.modified : number(window, at + 136, 12);
    byte[] link = extensions.link != null ? extensions.link : text(window, at + 157, 100);
    int mode = (int) Math.max(0, number(window, at + 100, 8)) & 0xFFF;
    return new Reading.Member(
        new Heading(
            at + BLOCK, kind, name, link, size, padding(size), mode, Math.max(0, modified)));
  }

  private static byte[] name(InputWindow window, int at) {
    byte[] name = text(window, at, 100);
    // GNU, with two spaces behind "ustar", has other things where the prefix would be.
    if (!window.isAt(at + MAGIC, "ustar\0") || window.u8(at + 345) == 0) {
      return name;
    }
    byte[] prefix = text(window, at + 345, 155);
    byte[] path = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    path[prefix.length] = '/';
    System.arraycopy(name, 0, path, prefix.length + 1, name.length);
    return path;
  }

  private static Extensions extended(
      InputWindow window, int body, int size, int type, Extensions before) {
    return switch (type) {
      case 'L' -> {
        byte[] name = text(window, body, size);
        yield new Extensions(name, before.link, before.size, before.modified, before.sparse);
      }
      case 'K' -> {
        byte[] link = text(window, body, size);
        yield new Extensions(before.name, link, before.size, before.modified, before.sparse);
      }
      case 'x' -> records(window, body, body + size, before);
      // What is said of all members is no name and no size.
      default -> before;
    };
  }

  /** Each is its length in digits, a space, a key, an equals sign, a value, and a line's end. */
  private static Extensions records(InputWindow window, int from, int end, Extensions before) {
    Extensions found = before;
    int at = from;
    while (at < end && window.u8(at) != 0) {
      int length = 0;
      int digits = at;
      while (window.u8(digits) != ' ') {
        int digit = window.u8(digits++) - '0';
        if (digit < 0 || digit > 9 || length > MAX_HEADING) {
          return found;
        }
        length = 10 * length + digit;
      }
      int key = digits + 1;
      int next = at + length;
      if (next > end || next <= key || window.u8(next - 1) != '\n') {
        return found;
      }
      int equals = key;
      while (equals < next - 1 && window.u8(equals) != '=') {
        equals++;
      }
      if (equals < next - 1) {
        found = record(found, bytes(window, key, equals), bytes(window, equals + 1, next - 1));
      }
      at = next;
    }
    return found;
  }

  private static Extensions record(Extensions e, byte[] key, byte[] value) {
    String name = new String(key, StandardCharsets.ISO_8859_1);
    return switch (name) {
      case "path" -> new Extensions(value, e.link, e.size, e.modified, e.sparse);
      case "linkpath" -> new Extensions(e.name, value, e.size, e.modified, e.sparse);
      case "size" -> new Extensions(e.name, e.link, decimal(value), e.modified, e.sparse);
      case "mtime" -> new Extensions(e.name, e.link, e.size, decimal(value), e.sparse);
      default ->
          name.startsWith("GNU.sparse.")
              ? new Extensions(e.name, e.link, e.size, e.modified, true)
              : e;
    };
  }

  /**
   * The whole number that the digits at the start are, up to 18 of them; -1 if there are none, or
   * more.
   */
  private static long decimal(byte[] digits) {
    long value = 0;
    int count = 0;
    while (count < digits.length && digits[count] >= '0' && digits[count] <= '9') {
      if (count == 18) {
        return -1;
      }
      value = 10 * value + digits[count++] - '0';
    }
    return count == 0 ? -1 : value;
  }

  private static byte[] text(InputWindow window, int from, int most) {
    int end = from;
    while (end < from + most && window.u8(end) != 0) {
      end++;
    }
    return bytes(window, from, end);
  }

  private static byte[] bytes(InputWindow window, int from, int end) {
    return Arrays.copyOfRange(window.bytes(), window.offset() + from, window.offset() + end);
  }

  private static int padding(long size) {
    return (int) (-size & BLOCK - 1);
  }

  private static int zeros(InputWindow window, int most) {
    int count = 0;
    while (count < most && window.u8(count) == 0) {
      count++;
    }
    return count;
  }

  /** Whether the sum of all bytes, those of the checksum as spaces, is what the header says. */
  private static boolean checked(InputWindow window, int at) {
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BLOCK; i++) {
      int value = i >= CHECKSUM && i < CHECKSUM + 8 ? ' ' : window.u8(at + i);
      unsigned += value;
      signed += (byte) value;
    }
    long stated = number(window, at + CHECKSUM, 8);
    return stated == unsigned || stated == signed;
  }

  /**
   * A number in octal digits, between spaces, or behind a byte of 128 in base 256; -1 if there is
   * none, or one that doesn't fit.
   */
  private static long number(InputWindow window, int from, int width) {
    int first = window.u8(from);
    if (first == 0x80) {
      long value = 0;
      for (int i = from + 1; i < from + width; i++) {
        if (value >= MAX_LENGTH) {
          return -1;
        }
        value = value << 8 | window.u8(i);
      }
      return value;
    }
    int at = from;
    int end = from + width;
    while (at < end && window.u8(at) == ' ') {
      at++;
    }
    long value = 0;
    int digits = at;
    while (at < end && window.u8(at) >= '0' && window.u8(at) <= '7') {
      value = 8 * value + window.u8(at++) - '0';
    }
    boolean ended = at == end || window.u8(at) == 0 || window.u8(at) == ' ';
    return !ended ? -1 : at == digits ? 0 : value;
  }
}
