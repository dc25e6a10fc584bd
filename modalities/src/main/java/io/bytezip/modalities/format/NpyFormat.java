package io.bytezip.modalities.format;

import io.bytezip.modalities.format.NumberType.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * NumPy's arrays ({@code .npy}, versions 1 to 3) of integers, booleans, floats and complex numbers,
 * in either order of bytes and of dimensions. Structured ones and objects stay closed.
 */
final class NpyFormat implements Format {
  private static final String MAGIC = "\u0093NUMPY";
  private static final int MAX_HEADER = 1 << 16;
  private static final int MAX_DIMENSIONS = 64;

  @Override
  public String name() {
    return "npy";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.isAt(position, MAGIC);
  }

  @Override
  public Finding open(InputWindow window, int room) {
    if (!window.has(0, 12)) {
      return new Finding.Nothing();
    }
    int version = window.u8(6);
    int prefix = version == 1 ? 10 : 12;
    long length = version == 1 ? window.u16(8, false) : window.u32(8, false);
    if (version < 1 || version > 3 || length > MAX_HEADER) {
      return new Finding.Nothing();
    }
    int start = prefix + (int) length;
    if (!window.has(0, start)) {
      return new Finding.More(start);
    }
    String header =
        new String(
            window.bytes(), window.offset() + prefix, (int) length, StandardCharsets.ISO_8859_1);
    String type = value(header, "'descr':").strip();
    boolean complex = type.length() > 3 && type.charAt(2) == 'c';
    boolean fortran = value(header, "'fortran_order':").strip().startsWith("True");
    long[] shape = shape(value(header, "'shape':").strip());
    NumberType numbers = type(type);
    if (numbers == null || shape == null) {
      return new Finding.Nothing();
    }
    long size = complex ? 2L * numbers.bytes() : numbers.bytes();
    for (long dimension : shape) {
      size = Math.multiplyExact(size, dimension);
    }
    Draft draft = new Draft(window).structure(start);
    NumberRows rows = NumberRows.of(order(shape, fortran, complex));
    return new NumberRun(name(), numbers, rows, size).found(draft, window, room);
  }

  /** The dimensions so that the numbers of the last one lie side by side. */
  private static long[] order(long[] shape, boolean reversed, boolean complex) {
    long[] order = Arrays.copyOf(shape, shape.length + (complex ? 1 : 0));
    for (int i = 0; reversed && i < shape.length; i++) {
      order[i] = shape[shape.length - 1 - i];
    }
    if (complex) {
      order[shape.length] = 2;
    }
    return order;
  }

  /** What follows the key, up to the end of the header. */
  private static String value(String header, String key) {
    return header.substring(header.indexOf(key) + key.length());
  }

  /** Null for what stays closed. */
  private static NumberType type(String text) {
    if (text.length() < 5 || text.charAt(0) != '\'' || text.charAt(4) != '\'') {
      return null;
    }
    int bytes = text.charAt(3) - '0';
    boolean bigEndian = text.charAt(1) == '>';
    return switch (text.charAt(2)) {
      case 'f' -> new NumberType(bytes, Kind.FLOAT, bigEndian);
      case 'c' -> new NumberType(bytes / 2, Kind.FLOAT, bigEndian);
      case 'i' -> new NumberType(bytes, Kind.SIGNED, bigEndian);
      case 'u' -> new NumberType(bytes, Kind.UNSIGNED, bigEndian);
      case 'b' -> new NumberType(bytes, Kind.OPAQUE, bigEndian);
      default -> null;
    };
  }

  private static long[] shape(String text) {
    int end = text.indexOf(')');
    if (end < 0 || text.charAt(0) != '(') {
      return null;
    }
    String inside = text.substring(1, end).strip();
    if (inside.isEmpty()) {
      return new long[0];
    }
    String[] parts = inside.split(",", MAX_DIMENSIONS + 1);
    int count = parts[parts.length - 1].isBlank() ? parts.length - 1 : parts.length;
    if (count > MAX_DIMENSIONS) {
      return null;
    }
    long[] shape = new long[count];
    for (int i = 0; i < count; i++) {
      shape[i] = Long.parseUnsignedLong(parts[i].strip());
      if (shape[i] < 0) {
        return null;
      }
    }
    return shape;
  }
}
