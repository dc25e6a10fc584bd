package io.bytezip.codec;

import java.io.ByteArrayOutputStream;

/** Collects the fields of one header. */
final class HeaderOutput {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  HeaderOutput u8(int value) {
    bytes.write(value);
    return this;
  }

  HeaderOutput u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  HeaderOutput i64(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      u8((int) (value >>> shift));
    }
    return this;
  }

  HeaderOutput varint(long value) {
    long rest = value;
    for (; rest >= 0x80; rest >>>= 7) {
      u8((int) rest | 0x80);
    }
    return u8((int) rest);
  }

  HeaderOutput bytes(byte[] value) {
    bytes.writeBytes(value);
    return this;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  /** The fields so far, with their checksum after them. */
  byte[] checked() {
    Crc16 crc = new Crc16();
    crc.update(bytes.toByteArray());
    return u16(crc.value()).toBytes();
  }
}
