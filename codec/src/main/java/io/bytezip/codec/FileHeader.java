package io.bytezip.codec;

import java.io.IOException;

/** The six bytes that begin an archive: magic, version and arithmetic profile, CRC-8. */
final class FileHeader {
  static final int SIZE = 6;

  /** A byte that is no ASCII, then "BYZ". */
  private static final int[] MAGIC = {0x89, 0x42, 0x59, 0x5A};

  private static final int VERSION = 1;

  private FileHeader() {}

  static byte[] bytes(CompressOptions.Profile profile) {
    byte[] header = new byte[SIZE];
    for (int i = 0; i < MAGIC.length; i++) {
      header[i] = (byte) MAGIC[i];
    }
    header[MAGIC.length] = (byte) (VERSION | profile.ordinal() << 4);
    header[SIZE - 1] = (byte) crc8(header);
    return header;
  }

  /** Whether some bytes, a whole header or more, begin as archives do. */
  static boolean hasMagic(byte[] bytes) {
    boolean same = bytes.length >= SIZE;
    for (int i = 0; same && i < MAGIC.length; i++) {
      same = (bytes[i] & 0xFF) == MAGIC[i];
    }
    return same;
  }

  /** Reads a header; false if the input ends before it. */
  static boolean read(ArchiveInput in) throws IOException {
    int first = in.first();
    if (first < 0) {
      return false;
    }
    byte[] header = new byte[SIZE];
    header[0] = (byte) first;
    for (int i = 0; i < MAGIC.length; i++) {
      if (i > 0) {
        header[i] = (byte) in.u8();
      }
      if ((header[i] & 0xFF) != MAGIC[i]) {
        throw new CorruptArchiveException("not a bytezip archive");
      }
    }
    header[MAGIC.length] = (byte) in.u8();
    if (in.u8() != crc8(header)) {
      throw new CorruptArchiveException("the archive's header is damaged");
    }
    int version = header[MAGIC.length] & 0xF;
    int profile = (header[MAGIC.length] & 0xFF) >>> 4;
    if (version == 0) {
      throw UnsupportedFormatException.experimental();
    }
    if (version != VERSION) {
      throw UnsupportedFormatException.newer("format " + version);
    }
    if (profile >= CompressOptions.Profile.values().length) {
      throw UnsupportedFormatException.newer("arithmetic profile " + profile);
    }
    return true;
  }

  /** Polynomial 0x07, start 0, over all but the last byte. */
  private static int crc8(byte[] header) {
    int crc = 0;
    for (int i = 0; i < SIZE - 1; i++) {
      crc ^= header[i] & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x80) == 0 ? crc << 1 : (crc << 1 ^ 0x107) & 0xFF;
      }
    }
    return crc;
  }
}
