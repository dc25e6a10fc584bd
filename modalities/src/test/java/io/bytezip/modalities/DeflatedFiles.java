package io.bytezip.modalities;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small gzip, ZIP and PDF files, by the platform's zlib, with files of other formats in them. */
final class DeflatedFiles {
  private static final int DEPTH = 3;

  private DeflatedFiles() {}

  /** One or several members, with whatever fields gzip's header may have. */
  static byte[] gzip(Random random, byte[] content) {
    FileBytes file = new FileBytes(random);
    for (int members = 1 + random.nextInt(2); members > 0; members--) {
      int flags = random.nextInt(32);
      FileBytes header = new FileBytes(random);
      header.le(0x8B1F, 2).le(8, 1).le(flags, 1).le(random.nextInt(), 4).le(2, 1).le(3, 1);
      if ((flags & 4) != 0) {
        header.le(7, 2).noise(7);
      }
      if ((flags & 8) != 0) {
        header.ascii("name.txt\0");
      }
      if ((flags & 16) != 0) {
        header.ascii("a comment\0");
      }
      if ((flags & 2) != 0) {
        CRC32 crc = new CRC32();
        crc.update(header.toBytes());
        header.le(crc.getValue() & 0xFFFF, 2);
      }
      CRC32 crc = new CRC32();
      crc.update(content);
      file.raw(header.toBytes()).raw(deflated(random, content, true));
      file.le(crc.getValue(), 4).le(content.length, 4);
    }
    return file.toBytes();
  }

  /** Members stored and deflated, with sizes before them or behind. */
  static byte[] zip(Random random, byte[]... contents) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(1 + random.nextInt(9));
      for (int i = 0; i < contents.length; i++) {
        ZipEntry entry = new ZipEntry("member " + i);
        if (random.nextInt(3) == 0) {
          CRC32 crc = new CRC32();
          crc.update(contents[i]);
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(contents[i].length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(contents[i]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A stream object, and what is around it. */
  static byte[] pdf(Random random, byte[] content) {
    byte[] stream = deflated(random, content, false);
    String dictionary = "<< /Length " + stream.length + " /Filter /FlateDecode >>";
    FileBytes file = new FileBytes(random);
    file.ascii(
        "%PDF-1.4\n1 0 obj\n" + dictionary + "\nstream" + (random.nextBoolean() ? "\r\n" : "\n"));
    return file.raw(stream).ascii("\nendstream\nendobj\ntrailer\n%%EOF\n").toBytes();
  }

  /** Text, a file of another format, or one of these again. */
  static byte[] content(Random random) {
    return content(random, DEPTH);
  }

  private static byte[] content(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 4)) {
      case 0 -> text(random);
      case 1 -> TestFiles.any(random);
      case 2 -> PictureFiles.any(random);
      case 3 -> SoundFiles.any(random);
      case 4 -> gzip(random, content(random, depth - 1));
      default -> zip(random, content(random, depth - 1), text(random));
    };
  }

  static byte[] text(Random random) {
    StringBuilder text = new StringBuilder();
    while (text.length() < 3000) {
      text.append(Integer.toString(random.nextInt(1 + random.nextInt(500)), 36)).append(' ');
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] deflated(Random random, byte[] content, boolean bare) {
    byte[] buffer = new byte[2 * content.length + 1000];
    try (Deflater deflater = new Deflater(1 + random.nextInt(9), bare)) {
      deflater.setInput(content);
      deflater.finish();
      int size = deflater.deflate(buffer);
      return Arrays.copyOf(buffer, size);
    }
  }
}
