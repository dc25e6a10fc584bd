package io.bytezip.modalities;

import io.bytezip.modalities.deflate.DeflateRestorer;
import io.bytezip.modalities.deflate.DeflateSettings;
import io.bytezip.modalities.deflate.DeflateSink;
import io.bytezip.modalities.deflate.Recreation;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Small files of the known formats, written by hand, in many shapes. */
final class TestFiles {
  private final Random random;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  TestFiles(Random random) {
    this.random = random;
  }

  /** Some file of a known format, of 1 to about 30 kB. */
  static byte[] any(Random random) {
    TestFiles files = new TestFiles(random);
    return switch (random.nextInt(8)) {
      case 0, 1 -> files.wav(1 + random.nextInt(2), 8 * (1 + random.nextInt(3)));
      case 2 -> files.bmp(1 + random.nextInt(90), 8 + random.nextInt(60));
      case 3 -> files.pnm(1 + random.nextInt(90), 8 + random.nextInt(60));
      case 4 -> files.tiff(1 + random.nextInt(90), 8 + random.nextInt(60));
      default -> files.png(20 + random.nextInt(70), 20 + random.nextInt(50));
    };
  }

  byte[] wav(int channels, int bits) {
    int frame = channels * bits / 8;
    byte[] data = wave(frame * (2200 + random.nextInt(2000)));
    boolean extensible = random.nextBoolean();
    ascii("RIFF").le(random.nextInt(), 4).ascii("WAVE");
    if (random.nextBoolean()) {
      ascii("LIST").le(5, 4).noise(6);
    }
    ascii("fmt ").le(extensible ? 40 : 16, 4).le(extensible ? 0xFFFE : 1, 2).le(channels, 2);
    le(8000, 4).le(8000 * frame, 4).le(frame, 2).le(bits, 2);
    if (extensible) {
      le(22, 2).le(bits, 2).le(3, 4).le(1, 2).le(0, 4).le(0x10, 2);
      le(0xAA000080, 4).le(0x719B3800, 4);
    }
    int[] sizes = {data.length, 0, -1, data.length + 100_000, data.length - 1, data.length / 2};
    ascii("data").le(sizes[random.nextInt(sizes.length)], 4).raw(data);
    noise(random.nextInt(5));
    if (random.nextBoolean()) {
      ascii("LIST").le(100, 4).noise(100);
    }
    return out.toByteArray();
  }

  byte[] bmp(int width, int height) {
    int bits = 8 * new int[] {1, 3, 4}[random.nextInt(3)];
    int rowBytes = width * bits / 8;
    int padding = -rowBytes & 3;
    int header = random.nextInt(3) == 0 ? 124 : random.nextBoolean() ? 40 : 12;
    boolean masks = bits == 32 && header > 12 && random.nextBoolean();
    byte[] rest = new byte[random.nextInt(20)];
    int palette = bits == 8 ? 1024 : 12;
    ascii("BM").le(0, 4).le(0, 4).le(14 + header + palette + rest.length, 4);
    le(header, 4);
    if (header == 12) {
      le(width, 2).le(height, 2).le(1, 2).le(bits, 2);
    } else {
      le(width, 4).le(random.nextBoolean() ? height : -height, 4).le(1, 2).le(bits, 2);
      le(masks ? 3 : 0, 4).le(0, 4).le(2835, 4).le(2835, 4).le(0, 4).le(0, 4);
      noise(header - 40);
    }
    noise(palette).raw(rest);
    boolean zeros = random.nextBoolean();
    for (int y = 0; y < height; y++) {
      raw(wave(rowBytes));
      raw(zeros ? new byte[padding] : noiseBytes(padding));
    }
    return noise(random.nextInt(50)).out.toByteArray();
  }

  byte[] pnm(int width, int height) {
    boolean grey = random.nextBoolean();
    ascii(grey ? "P5" : "P6").ascii(random.nextBoolean() ? "\n# a comment 17\r\n" : " ");
    ascii(width + "\t" + height + (random.nextBoolean() ? "#255\n" : "\n") + "255\n");
    raw(wave(width * height * (grey ? 1 : 3)));
    if (random.nextInt(3) == 0) {
      ascii("P5 4 4 255\n").noise(16);
    }
    return out.toByteArray();
  }

  byte[] tiff(int width, int height) {
    boolean big = random.nextBoolean();
    boolean gaps = random.nextInt(3) == 0;
    boolean directoryFirst = random.nextBoolean();
    int channels = 1 + random.nextInt(4);
    int rowBytes = width * channels;
    int stripRows = 1 + random.nextInt(height);
    int strips = (height + stripRows - 1) / stripRows;
    int entries = 10;
    int directoryBytes = 2 + entries * 12 + 4 + 2 * channels + 8 * strips;
    int dataBytes = rowBytes * height + (gaps ? 3 * strips : 0);
    int directory = directoryFirst ? 8 : 8 + dataBytes;
    int data = directoryFirst ? 8 + directoryBytes : 8;
    ascii(big ? "MM" : "II").number(42, 2, big).number(directory, 4, big);
    if (directoryFirst) {
      tiffDirectory(big, width, height, channels, stripRows, directory, data, gaps);
    }
    for (int y = 0; y < height; y++) {
      if (y % stripRows == 0 && gaps) {
        noise(3);
      }
      raw(wave(rowBytes));
    }
    if (!directoryFirst) {
      tiffDirectory(big, width, height, channels, stripRows, directory, data, gaps);
    }
    return noise(random.nextInt(9)).out.toByteArray();
  }

  private void tiffDirectory(
      boolean big,
      int width,
      int height,
      int channels,
      int stripRows,
      int directory,
      int data,
      boolean gaps) {
    int strips = (height + stripRows - 1) / stripRows;
    int extra = directory + 2 + 10 * 12 + 4;
    int bits = extra;
    int offsets = bits + 2 * channels;
    int counts = offsets + 4 * strips;
    int gap = gaps ? 3 : 0;
    int strip = stripRows * width * channels;
    int lastStrip = (height - (strips - 1) * stripRows) * width * channels;
    number(10, 2, big);
    entry(big, 256, 3, 1, width).entry(big, 257, 4, 1, height);
    entry(big, 258, 3, channels, channels <= 2 ? -1 : bits).entry(big, 259, 3, 1, 1);
    entry(big, 262, 3, 1, channels < 3 ? random.nextInt(2) : 2);
    entry(big, 273, 4, strips, strips == 1 ? data + gap : offsets);
    entry(big, 277, 3, 1, channels).entry(big, 278, 4, 1, stripRows);
    entry(big, 279, 4, strips, strips == 1 ? lastStrip : counts).entry(big, 284, 3, 1, 1);
    number(0, 4, big);
    for (int i = 0; i < channels; i++) {
      number(8, 2, big);
    }
    for (int i = 0; i < strips; i++) {
      number(data + gap + i * (strip + gap), 4, big);
    }
    for (int i = 0; i < strips; i++) {
      number(i < strips - 1 ? strip : lastStrip, 4, big);
    }
  }

  /** A value of -1 stands for bits of 8 written in place. */
  private TestFiles entry(boolean big, int tag, int type, int count, int value) {
    number(tag, 2, big).number(type, 2, big).number(count, 4, big);
    if (value == -1) {
      return number(8, 2, big).number(count > 1 ? 8 : 0, 2, big);
    }
    return type == 3 && count == 1
        ? number(value, 2, big).number(0, 2, big)
        : number(value, 4, big);
  }

  /** A PNG by the platform's deflate or, half of the time, by the pinned one. */
  byte[] png(int width, int height) {
    int type = new int[] {0, 2, 3, 4, 6}[random.nextInt(5)];
    byte[] filtered = filtered(width, height, type);
    byte[] zlib;
    if (random.nextBoolean()) {
      int level = 1 + random.nextInt(9);
      int strategy = random.nextInt(DeflateSettings.STRATEGIES.size());
      zlib =
          zlib(
              filtered,
              new DeflateSettings(
                  strategy > 1 ? 6 : level,
                  8 + random.nextInt(2),
                  DeflateSettings.STRATEGIES.get(strategy),
                  15));
    } else {
      zlib = platformZlib(filtered, random.nextInt(10), random.nextInt(3));
    }
    return png(width, height, type, zlib);
  }

  byte[] png(int width, int height, int type, byte[] zlib) {
    raw(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    TestFiles fields = new TestFiles(random);
    fields.be(width, 4).be(height, 4).be(8, 1).be(type, 1).be(0, 3);
    header.writeBytes(fields.out.toByteArray());
    chunk("IHDR", header.toByteArray());
    if (type == 3) {
      chunk("PLTE", noiseBytes(768));
    }
    if (random.nextBoolean()) {
      chunk("tEXt", noiseBytes(30));
    }
    int size = random.nextInt(4) == 0 ? 1 + random.nextInt(40) : 200 + random.nextInt(9000);
    for (int i = 0; i < zlib.length; i += size) {
      byte[] part = new byte[Math.min(size, zlib.length - i)];
      System.arraycopy(zlib, i, part, 0, part.length);
      chunk("IDAT", part);
    }
    if (random.nextInt(5) == 0) {
      chunk("IDAT", new byte[0]);
    }
    chunk("IEND", new byte[0]);
    return noise(random.nextInt(3)).out.toByteArray();
  }

  /** Rows of a smooth picture behind random filters, mostly one filter for all. */
  byte[] filtered(int width, int height, int type) {
    int pixelBytes =
        switch (type) {
          case 2 -> 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> 1;
        };
    int rowBytes = width * pixelBytes;
    byte[] pixels = wave(rowBytes * height);
    byte[] filtered = new byte[(rowBytes + 1) * height];
    int common = random.nextInt(6);
    for (int y = 0; y < height; y++) {
      int filter = common < 5 ? common : random.nextInt(5);
      int at = y * (rowBytes + 1);
      filtered[at] = (byte) filter;
      int row = y * rowBytes;
      PngFilters.apply(filter, pixels, row, rowBytes, pixelBytes, y == 0, filtered, at + 1);
    }
    return filtered;
  }

  static byte[] zlib(byte[] data, DeflateSettings settings) {
    TestFiles files = new TestFiles(new Random(0));
    files.be(0x789C, 2);
    DeflateSink sink =
        (bytes, length) -> {
          files.out.write(bytes, 0, length);
          return true;
        };
    try {
      Recreation recreation = new Recreation(settings, new byte[0]);
      DeflateRestorer.restore(data, 0, data.length, recreation, sink);
    } catch (MalformedRecipeException e) {
      throw new AssertionError(e);
    }
    java.util.zip.Adler32 adler = new java.util.zip.Adler32();
    adler.update(data);
    return files.be((int) adler.getValue(), 4).out.toByteArray();
  }

  private static byte[] platformZlib(byte[] data, int level, int strategy) {
    try (Deflater deflater = new Deflater(level)) {
      deflater.setStrategy(strategy);
      deflater.setInput(data);
      deflater.finish();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      while (!deflater.finished()) {
        bytes.write(buffer, 0, deflater.deflate(buffer));
      }
      return bytes.toByteArray();
    }
  }

  private void chunk(String type, byte[] data) {
    CRC32 crc = new CRC32();
    crc.update(type.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    crc.update(data);
    be(data.length, 4).ascii(type).raw(data).be((int) crc.getValue(), 4);
  }

  /** Bytes that wander. */
  private byte[] wave(int length) {
    byte[] bytes = new byte[length];
    int value = random.nextInt(256);
    int step = 1 + random.nextInt(9);
    for (int i = 0; i < length; i++) {
      value += random.nextInt(2 * step + 1) - step;
      bytes[i] = (byte) value;
    }
    return bytes;
  }

  private byte[] noiseBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private TestFiles noise(int length) {
    return raw(noiseBytes(length));
  }

  private TestFiles raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  private TestFiles ascii(String text) {
    return raw(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  private TestFiles le(int value, int bytes) {
    return number(value, bytes, false);
  }

  private TestFiles be(int value, int bytes) {
    return number(value, bytes, true);
  }

  private TestFiles number(int value, int bytes, boolean bigEndian) {
    for (int i = 0; i < bytes; i++) {
      out.write(value >> 8 * (bigEndian ? bytes - 1 - i : i));
    }
    return this;
  }
}
