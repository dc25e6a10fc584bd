package io.bytezip.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What ends an archive of several blocks: the size of each, compressed (its header included) and
 * original, and the hash of the whole content. The last eight bytes tell from the end where it
 * begins.
 */
record ArchiveIndex(List<Entry> entries, long hash) {
  /** Sizes of one block, in bytes. */
  record Entry(long compressed, int original) {}

  /** Length of the index as four bytes, then the magic backwards. */
  static final int TRAILER = 8;

  private static final byte[] MARK = {0x5A, 0x59, 0x42, (byte) 0x89};
  private static final int MAX_SIZE = 1 << 28;

  /** No block takes less in an archive, which limits how many there are. */
  private static final int SMALLEST_PART = 12;

  ArchiveIndex {
    entries = List.copyOf(entries);
  }

  byte[] toBytes() {
    HeaderOutput fields = new HeaderOutput().varint(entries.size());
    for (Entry entry : entries) {
      fields.varint(entry.compressed()).varint(entry.original());
    }
    byte[] sized = fields.i64(hash).toBytes();
    byte[] index =
        new HeaderOutput()
            .u8(BlockHeader.INDEX | BlockHeader.LAST)
            .varint(sized.length)
            .bytes(sized)
            .checked();
    return new HeaderOutput()
        .bytes(index)
        .u16(index.length >>> 16)
        .u16(index.length)
        .bytes(MARK)
        .toBytes();
  }

  /** Reads what follows the kind. */
  static ArchiveIndex read(ArchiveInput source) throws IOException {
    long start = source.position() - 1;
    ByteArrayInputStream bytes = new ByteArrayInputStream(BlockHeader.readSized(source, MAX_SIZE));
    long length = source.position() - start;
    if (((long) source.u16() << 16 | source.u16()) != length
        || !Arrays.equals(source.bytes(MARK.length), MARK)) {
      throw new CorruptArchiveException("the index is damaged");
    }
    ArchiveInput in = new ArchiveInput(bytes);
    List<Entry> entries = new ArrayList<>();
    for (long left = in.varint(source.place() / SMALLEST_PART); left > 0; left--) {
      entries.add(
          new Entry(
              in.varint(2L * CompressOptions.MAX_BLOCK),
              (int) in.varint(CompressOptions.MAX_BLOCK)));
    }
    ArchiveIndex index = new ArchiveIndex(entries, in.i64());
    if (bytes.available() > 0) {
      throw new CorruptArchiveException("the index is damaged");
    }
    return index;
  }

  /** Length of the whole index by its last eight bytes, or -1 if they are none. */
  static long length(byte[] trailer) {
    if (!Arrays.equals(trailer, TRAILER - MARK.length, TRAILER, MARK, 0, MARK.length)) {
      return -1;
    }
    long length = 0;
    for (int i = 0; i < TRAILER - MARK.length; i++) {
      length = length << 8 | (trailer[i] & 0xFF);
    }
    return length + TRAILER;
  }
}
