package io.bytezip.modalities;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** A file that a test writes, field by field. */
final class FileBytes {
  private final Random random;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  FileBytes(Random random) {
    this.random = random;
  }

  FileBytes ascii(String text) {
    return raw(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  FileBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  FileBytes noise(int length) {
    return raw(noiseBytes(length));
  }

  FileBytes le(long value, int bytes) {
    return number(value, bytes, false);
  }

  FileBytes be(long value, int bytes) {
    return number(value, bytes, true);
  }

  FileBytes number(long value, int bytes, boolean bigEndian) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >> 8 * (bigEndian ? bytes - 1 - i : i)));
    }
    return this;
  }

  int size() {
    return out.size();
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  byte[] noiseBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Bytes that wander within 0 to {@code values - 1}, and stay where they are for a while. */
  byte[] wave(int length, int values) {
    byte[] bytes = new byte[length];
    int value = random.nextInt(values);
    int step = 1 + random.nextInt(9);
    int i = 0;
    while (i < length) {
      value = Math.floorMod(value + random.nextInt(2 * step + 1) - step, values);
      for (int k = random.nextInt(4) == 0 ? random.nextInt(20) : 0; k >= 0 && i < length; k--) {
        bytes[i++] = (byte) value;
      }
    }
    return bytes;
  }
}
