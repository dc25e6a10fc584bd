package io.bytezip.codec;

/**
 * CRC-16 of headers: polynomial 0x1021, start 0xFFFF, most significant bit first, nothing inverted.
 */
final class Crc16 {
  private int value = 0xFFFF;

  void reset() {
    value = 0xFFFF;
  }

  void update(int octet) {
    int crc = value ^ (octet & 0xFF) << 8;
    for (int i = 0; i < 8; i++) {
      crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ 0x1021;
    }
    value = crc & 0xFFFF;
  }

  void update(byte[] bytes) {
    for (byte octet : bytes) {
      update(octet);
    }
  }

  int value() {
    return value;
  }
}
