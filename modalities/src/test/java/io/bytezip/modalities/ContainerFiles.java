package io.bytezip.modalities;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** tar, cpio and ar files, written by hand, and what should be found in them. */
final class ContainerFiles {
  /** A file that was put in, and where its bytes lie. */
  record Put(String name, byte[] bytes, long offset) {}

  private final Random random;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Put> put = new ArrayList<>();

  ContainerFiles(Random random) {
    this.random = random;
  }

  /** Some container of up to {@code most} members. */
  static ContainerFiles any(Random random, int most) {
    ContainerFiles files = new ContainerFiles(random);
    int kind = random.nextInt(4);
    int members = random.nextInt(most + 1);
    if (kind == 3) {
      files.arBegin();
    }
    for (int i = 0; i < members; i++) {
      String name = "folder/member-" + i + (random.nextInt(8) == 0 ? "x".repeat(120) : "");
      byte[] bytes = content(random);
      switch (kind) {
        case 0 -> files.tar(name, bytes);
        case 1 -> files.newc(name, bytes);
        case 2 -> files.odc(name, bytes);
        default -> files.ar("m" + i + "/", bytes);
      }
    }
    switch (kind) {
      case 0 -> files.out.writeBytes(new byte[1024 + 512 * random.nextInt(18)]);
      case 1 -> files.cpioEnd(true);
      case 2 -> files.cpioEnd(false);
      default -> {}
    }
    return files;
  }

  private static byte[] content(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> TestFiles.any(random);
      case 1 -> any(random, 3).bytes();
      case 2 -> {
        byte[] noise = new byte[random.nextInt(3000)];
        random.nextBytes(noise);
        yield noise;
      }
      default -> ascii("All work and no play. ".repeat(random.nextInt(100)));
    };
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  List<Put> put() {
    return put;
  }

  /** Ends a tar file. */
  ContainerFiles tarEnd() {
    out.writeBytes(new byte[1024]);
    return this;
  }

  /** A file, by whatever extensions its name needs, and sometimes by others. */
  ContainerFiles tar(String name, byte[] bytes) {
    boolean base256 = random.nextInt(6) == 0;
    switch (name.length() > 99 ? 1 + random.nextInt(2) : random.nextInt(5)) {
      case 1 -> {
        header("././@LongLink", 'L', name.length() + 1, false, "ustar  \0");
        padded(ascii(name + "\0"));
        header(name.substring(0, Math.min(99, name.length())), '0', bytes.length, base256, "");
      }
      case 2 -> {
        byte[] records = ascii(record("path", name) + record("size", "" + bytes.length));
        header("PaxHeader/x", 'x', records.length, false, "ustar\00000");
        padded(records);
        // The size in the header itself is not to be used then.
        header("other", '0', random.nextBoolean() ? 0 : bytes.length, false, "ustar\00000");
      }
      case 3 -> header(name, '\0', bytes.length, base256, "");
      default -> header(name, '0', bytes.length, base256, "ustar\00000");
    }
    put.add(new Put(name, bytes, out.size()));
    padded(bytes);
    return this;
  }

  /** A header alone. */
  ContainerFiles header(String name, int type, long size, boolean base256, String magic) {
    byte[] header = new byte[512];
    text(header, 0, name);
    text(header, 100, "0000644\0" + "0001750\0" + "0001750\0");
    if (base256) {
      header[124] = (byte) 0x80;
      for (int i = 0; i < 8; i++) {
        header[135 - i] = (byte) (size >>> 8 * i);
      }
    } else {
      text(header, 124, String.format(Locale.ROOT, "%011o", size & 0x1FFFFFFFFL));
    }
    text(header, 136, String.format(Locale.ROOT, "%011o", 1_700_000_000));
    header[156] = (byte) type;
    text(header, 257, magic);
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte octet : header) {
      sum += octet & 255;
    }
    text(header, 148, String.format(Locale.ROOT, "%06o\0", sum));
    out.writeBytes(header);
    return this;
  }

  /** Bytes and zeros up to a whole block. */
  ContainerFiles padded(byte[] bytes) {
    out.writeBytes(bytes);
    out.writeBytes(new byte[-bytes.length & 511]);
    return this;
  }

  static String record(String key, String value) {
    int length = key.length() + value.length() + 3;
    int digits = ("" + (length + ("" + length).length())).length();
    return (length + digits) + " " + key + "=" + value + "\n";
  }

  ContainerFiles newc(String name, byte[] bytes) {
    out.writeBytes(
        ascii(
            String.format(
                Locale.ROOT,
                "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x",
                put.size(),
                0100644,
                0,
                0,
                1,
                1_700_000_000,
                bytes.length,
                8,
                1,
                0,
                0,
                name.length() + 1,
                0)));
    out.writeBytes(ascii(name + "\0"));
    out.writeBytes(new byte[-out.size() & 3]);
    put.add(new Put(name, bytes, out.size()));
    out.writeBytes(bytes);
    out.writeBytes(new byte[-out.size() & 3]);
    return this;
  }

  ContainerFiles odc(String name, byte[] bytes) {
    out.writeBytes(
        ascii(
            String.format(
                Locale.ROOT,
                "070707%06o%06o%06o%06o%06o%06o%06o%011o%06o%011o",
                1,
                put.size(),
                0100644,
                0,
                0,
                1,
                0,
                1_700_000_000,
                name.length() + 1,
                bytes.length)));
    out.writeBytes(ascii(name + "\0"));
    put.add(new Put(name, bytes, out.size()));
    out.writeBytes(bytes);
    return this;
  }

  void cpioEnd(boolean newc) {
    int members = put.size();
    if (newc) {
      newc("TRAILER!!!", new byte[0]);
    } else {
      odc("TRAILER!!!", new byte[0]);
    }
    put.subList(members, put.size()).clear();
    out.writeBytes(new byte[-out.size() & 511]);
  }

  ContainerFiles arBegin() {
    out.writeBytes(ascii("!<arch>\n"));
    return this;
  }

  ContainerFiles ar(String name, byte[] bytes) {
    out.writeBytes(
        ascii(
            String.format(
                Locale.ROOT,
                "%-16s%-12d%-6d%-6d%-8o%-10d`\n",
                name,
                0,
                0,
                0,
                0100644,
                bytes.length)));
    put.add(new Put(name, bytes, out.size()));
    out.writeBytes(bytes);
    if (bytes.length % 2 == 1) {
      out.write('\n');
    }
    return this;
  }

  private static void text(byte[] header, int at, String text) {
    byte[] bytes = ascii(text);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
