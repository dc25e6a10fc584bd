package io.bytezip.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Makes the checksums of headers right again, so that what stands behind them is reached. */
final class Checksums {
  private Checksums() {}

  /** A copy whose header checksums match as far as the archive can be followed. */
  static byte[] repaired(byte[] archive) {
    byte[] copy = archive.clone();
    if (copy.length < FileHeader.SIZE) {
      return copy;
    }
    int position = 0;
    while (position >= 0 && position + FileHeader.SIZE <= copy.length) {
      for (int crc = 0; crc < 256 && !fileHeaderMatches(copy, position); crc++) {
        copy[position + FileHeader.SIZE - 1] = (byte) crc;
      }
      position = repairBlocks(copy, position + FileHeader.SIZE);
    }
    return copy;
  }

  /** Repairs blocks up to the last one; returns what follows it, or -1. */
  private static int repairBlocks(byte[] archive, int from) {
    int position = from;
    while (position < archive.length) {
      boolean last = archive[position] < 0;
      int next = repair(archive, position);
      if (last || next <= position) {
        return next;
      }
      position = next;
    }
    return -1;
  }

  private static boolean fileHeaderMatches(byte[] archive, int position) {
    try {
      return FileHeader.read(input(archive, position));
    } catch (UnsupportedFormatException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Repairs the header at a position; returns where the next one begins, or -1. */
  private static int repair(byte[] archive, int position) {
    ArchiveInput in = input(archive, position);
    try {
      return end(Part.read(in), position + (int) in.position());
    } catch (CorruptArchiveException e) {
      int end = position + (int) in.position();
      if (!"a header's checksum does not match".equals(e.getMessage()) || end > archive.length) {
        return -1;
      }
      Crc16 crc = new Crc16();
      for (int i = position; i < end - 2; i++) {
        crc.update(archive[i]);
      }
      archive[end - 2] = (byte) (crc.value() >>> 8);
      archive[end - 1] = (byte) crc.value();
    } catch (IOException e) {
      return -1;
    }
    ArchiveInput again = input(archive, position);
    try {
      return end(Part.read(again), position + (int) again.position());
    } catch (IOException e) {
      return -1;
    }
  }

  private static int end(Part part, int headerEnd) {
    return part instanceof Part.Data(BlockHeader header, boolean last)
        ? (int) Math.min(Integer.MAX_VALUE, headerEnd + header.body())
        : headerEnd;
  }

  private static ArchiveInput input(byte[] archive, int position) {
    return new ArchiveInput(
        new ByteArrayInputStream(archive, position, archive.length - position), position);
  }
}
