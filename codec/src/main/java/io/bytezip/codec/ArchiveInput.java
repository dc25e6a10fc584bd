package io.bytezip.codec;

import java.io.IOException;
import java.io.InputStream;

/** Reads an archive's fields, counting bytes and keeping the checksum of the header at hand. */
final class ArchiveInput {
  private static final int VARINT_BYTES = 9;

  private final InputStream in;
  private final long before;
  private final Crc16 crc = new Crc16();
  private long position;

  ArchiveInput(InputStream in) {
    this(in, 0);
  }

  /**
   * @param before bytes of the archive that are not read here
   */
  ArchiveInput(InputStream in, long before) {
    this.in = in;
    this.before = before;
  }

  /** Where in the archive the next byte lies. */
  long place() {
    return before + position;
  }

  /** Bytes read so far. */
  long position() {
    return position;
  }

  /** The next byte, or -1 at the end; begins a new checksum. */
  int first() throws IOException {
    crc.reset();
    int value = in.read();
    if (value >= 0) {
      position++;
      crc.update(value);
    }
    return value;
  }

  int u8() throws IOException {
    int value = in.read();
    if (value < 0) {
      throw new CorruptArchiveException("the archive is cut short");
    }
    position++;
    crc.update(value);
    return value;
  }

  int u16() throws IOException {
    return u8() << 8 | u8();
  }

  long i64() throws IOException {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | u8();
    }
    return value;
  }

  /**
   * Seven bits a byte, low ones first, the top bit saying that more follow; at most {@code limit}.
   */
  long varint(long limit) throws IOException {
    long value = 0;
    for (int i = 0; i < VARINT_BYTES; i++) {
      int next = u8();
      value |= (long) (next & 0x7F) << (7 * i);
      if (next < 0x80) {
        if (value > limit) {
          throw new CorruptArchiveException("a length is beyond its limit");
        }
        return value;
      }
    }
    throw new CorruptArchiveException("a length is beyond its limit");
  }

  /** Exactly {@code length} bytes; memory grows with what is there, not with what is claimed. */
  byte[] bytes(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    position += bytes.length;
    if (bytes.length < length) {
      throw new CorruptArchiveException("the archive is cut short");
    }
    crc.update(bytes);
    return bytes;
  }

  /** Compares the checksum of everything since {@link #first} with the two bytes that follow. */
  void checkHeader() throws IOException {
    int expected = crc.value();
    if (u16() != expected) {
      throw new CorruptArchiveException("a header's checksum does not match");
    }
  }
}
