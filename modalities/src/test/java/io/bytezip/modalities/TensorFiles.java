package io.bytezip.modalities;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Makes arrays of every type, and files with them. */
final class TensorFiles {
  private static final String[] TYPES = {
    "f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1", "c8", "c16", "S3", "O8"
  };
  private static final String[] TENSOR_TYPES = {
    "F64", "F32", "F16", "BF16", "I64", "I32", "I16", "I8", "U8", "BOOL", "F8_E4M3", "X9"
  };
  private static final int[] TENSOR_BYTES = {8, 4, 2, 2, 8, 4, 2, 1, 1, 1, 1, 3};

  private final Random random;

  TensorFiles(Random random) {
    this.random = random;
  }

  /** A file of any kind. */
  byte[] any() {
    return random.nextBoolean() ? npy() : safetensors();
  }

  byte[] npy() {
    String type = TYPES[random.nextInt(TYPES.length)];
    int bytes = Integer.parseInt(type.substring(1));
    int[] shape = new int[random.nextInt(4)];
    int count = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = random.nextInt(10) == 0 ? random.nextInt(2) : 1 + random.nextInt(60);
      count *= shape[i];
    }
    return npy(type, random.nextBoolean(), random.nextBoolean(), shape, numbers(count, bytes));
  }

  /** As numpy writes it, in version 1, 2 or 3. */
  byte[] npy(String type, boolean bigEndian, boolean fortran, int[] shape, byte[] data) {
    String order = type.endsWith("1") ? "|" : bigEndian ? ">" : "<";
    String dimensions = Arrays.toString(shape).replace('[', '(').replace(']', ',') + ")";
    dimensions = shape.length == 0 ? "()" : dimensions;
    String header =
        "{'descr': '%s%s', 'fortran_order': %s, 'shape': %s, }"
            .formatted(order, type, fortran ? "True" : "False", dimensions);
    int version = 1 + random.nextInt(3);
    int prefix = version == 1 ? 10 : 12;
    int padded = (prefix + header.length() + 64) / 64 * 64;
    byte[] text =
        (header + " ".repeat(padded - prefix - header.length() - 1) + "\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer file = ByteBuffer.allocate(padded + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put("\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1));
    file.put((byte) version).put((byte) 0);
    if (version == 1) {
      file.putShort((short) text.length);
    } else {
      file.putInt(text.length);
    }
    return file.put(text).put(data).array();
  }

  byte[] safetensors() {
    StringBuilder header = new StringBuilder("{");
    if (random.nextBoolean()) {
      header.append("\"__metadata__\": {\"format\":\"pt\",\"a\\\"b\":\"\\\\\"},");
    }
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    int tensors = 1 + random.nextInt(6);
    for (int i = 0; i < tensors; i++) {
      int kind = random.nextInt(TENSOR_TYPES.length);
      int rows = random.nextInt(40);
      int columns = 1 + random.nextInt(70);
      int start = data.size();
      data.writeBytes(numbers(rows * columns, TENSOR_BYTES[kind]));
      if (random.nextInt(8) == 0) {
        // Nothing says that a tensor's length fits its shape, or that tensors have no gaps.
        data.writeBytes(new byte[random.nextInt(9)]);
      }
      header.append(
          "%s\"layer.%d\":{\"dtype\":\"%s\",\"shape\":[%d, %d],\"data_offsets\":[%d,%d]}"
              .formatted(
                  i == 0 ? "" : ",", i, TENSOR_TYPES[kind], rows, columns, start, data.size()));
    }
    byte[] text =
        header
            .append("}")
            .append(" ".repeat(random.nextInt(8)))
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + data.size())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .put(data.toByteArray())
        .array();
  }

  /** Noise, a walk, a smooth field, few values, or zeros; in what type ever they are read. */
  byte[] numbers(int count, int bytes) {
    byte[] data = new byte[count * bytes];
    int kind = random.nextInt(6);
    long walk = random.nextLong();
    for (int i = 0; i < count; i++) {
      walk += random.nextInt(201) - 100;
      long value =
          switch (kind) {
            case 0 -> random.nextLong();
            case 1 -> walk;
            case 2 -> Float.floatToIntBits((float) random.nextGaussian());
            case 3 -> Double.doubleToLongBits(1 + i % 50 * (i / 50) * 1e-5);
            case 4 -> random.nextInt(3) * 0x01020304L;
            default -> 0;
          };
      for (int k = 0; k < bytes; k++) {
        data[i * bytes + k] = (byte) (value >> 8 * (k & 7));
      }
    }
    return data;
  }
}
