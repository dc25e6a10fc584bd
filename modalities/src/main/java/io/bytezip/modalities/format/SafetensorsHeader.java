package io.bytezip.modalities.format;

import io.bytezip.modalities.format.NumberType.Kind;
import io.bytezip.modalities.format.SafetensorsFormat.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the header of a safetensors file, a JSON object of objects: for each tensor {@code dtype},
 * {@code shape} and {@code data_offsets}. Throws {@link IllegalArgumentException} or {@link
 * IndexOutOfBoundsException} for anything else.
 */
final class SafetensorsHeader {
  private static final int MAX_TENSORS = 1 << 16;

  private final byte[] bytes;
  private final int end;
  private int at;

  SafetensorsHeader(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.at = offset;
    this.end = offset + length;
  }

  /** Those of known types, in the order of the header. */
  List<Tensor> tensors() {
    List<Tensor> tensors = new ArrayList<>();
    expect('{');
    while (peek() == '"') {
      String name = string();
      expect(':');
      Tensor tensor = tensor(name);
      if (tensor != null) {
        tensors.add(tensor);
      }
      if (peek() == ',') {
        at++;
      }
      if (tensors.size() > MAX_TENSORS) {
        throw new IllegalArgumentException("too many tensors");
      }
    }
    expect('}');
    return tensors;
  }

  /** Null for what is none, or of an unknown type. */
  private Tensor tensor(String name) {
    String type = "";
    List<Long> shape = List.of();
    List<Long> offsets = List.of();
    expect('{');
    while (peek() == '"') {
      String key = string();
      expect(':');
      if (peek() == '"') {
        String value = string();
        type = key.equals("dtype") ? value : type;
      } else {
        List<Long> values = numbers();
        shape = key.equals("shape") ? values : shape;
        offsets = key.equals("data_offsets") ? values : offsets;
      }
      if (peek() == ',') {
        at++;
      }
    }
    expect('}');
    NumberType numbers = type(type);
    if (numbers == null || offsets.size() != 2 || name.equals("__metadata__")) {
      return null;
    }
    NumberRows rows = NumberRows.of(shape.stream().mapToLong(Long::longValue).toArray());
    return new Tensor(numbers, rows, offsets.getFirst(), offsets.getLast());
  }

  private static NumberType type(String name) {
    return switch (name) {
      case "F64" -> new NumberType(8, Kind.FLOAT, false);
      case "F32" -> new NumberType(4, Kind.FLOAT, false);
      case "F16", "BF16" -> new NumberType(2, Kind.FLOAT, false);
      case "I64" -> new NumberType(8, Kind.SIGNED, false);
      case "I32" -> new NumberType(4, Kind.SIGNED, false);
      case "I16" -> new NumberType(2, Kind.SIGNED, false);
      case "I8" -> new NumberType(1, Kind.SIGNED, false);
      case "U64" -> new NumberType(8, Kind.UNSIGNED, false);
      case "U32" -> new NumberType(4, Kind.UNSIGNED, false);
      case "U16" -> new NumberType(2, Kind.UNSIGNED, false);
      case "U8" -> new NumberType(1, Kind.UNSIGNED, false);
      case "BOOL", "F8_E4M3", "F8_E5M2" -> new NumberType(1, Kind.OPAQUE, false);
      default -> null;
    };
  }

  private List<Long> numbers() {
    List<Long> values = new ArrayList<>();
    expect('[');
    while (peek() != ']') {
      values.add(number());
      if (peek() == ',') {
        at++;
      }
    }
    at++;
    return values;
  }

  private long number() {
    int first = at;
    long value = 0;
    while (octet() >= '0' && octet() <= '9') {
      value = Math.addExact(Math.multiplyExact(value, 10), octet() - '0');
      at++;
    }
    if (at == first) {
      throw new IllegalArgumentException("no number");
    }
    return value;
  }

  /** The characters between quotes; escapes are left as they are. */
  private String string() {
    expect('"');
    int from = at;
    while (octet() != '"') {
      at += octet() == '\\' ? 2 : 1;
    }
    String text = new String(bytes, from, at - from, StandardCharsets.UTF_8);
    at++;
    return text;
  }

  private void expect(char character) {
    if (peek() != character) {
      throw new IllegalArgumentException("not a " + character);
    }
    at++;
  }

  /** The next byte that isn't white space. */
  private int peek() {
    while (octet() == ' ' || octet() == '\n' || octet() == '\r' || octet() == '\t') {
      at++;
    }
    return octet();
  }

  private int octet() {
    if (at >= end) {
      throw new IndexOutOfBoundsException(at);
    }
    return bytes[at];
  }
}
