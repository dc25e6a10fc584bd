package io.bytezip.modalities;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Small sounds of every format and coding, written by hand. */
final class SoundFiles {
  /** What a sample is. */
  enum Coding {
    SIGNED,
    UNSIGNED,
    /** Integers divided by 2^15. */
    SCALED,
    /** Numbers that are no integers. */
    FLOAT
  }

  private static final int SHIFT = 15;

  private final Random random;
  private final int channels;
  private final int bytes;
  private final Coding coding;
  private final boolean big;

  /** Whether lengths tell the truth, and there is nothing that need not be there. */
  private final boolean plain;

  private final int frames;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private SoundFiles(
      Random random, int channels, int bytes, Coding coding, boolean big, boolean plain) {
    this.random = random;
    this.channels = channels;
    this.bytes = bytes;
    this.coding = coding;
    this.big = big;
    this.plain = plain;
    frames = 1100 + random.nextInt(700);
  }

  /** A sound of some format, lying or with odd chunks now and then. */
  static byte[] any(Random random) {
    int channels = random.nextInt(4) == 0 ? 3 + random.nextInt(7) : 1 + random.nextInt(2);
    Coding coding = Coding.values()[random.nextInt(4)];
    boolean real = coding == Coding.SCALED || coding == Coding.FLOAT;
    int bytes = real ? 4 << random.nextInt(2) : 1 + random.nextInt(4);
    SoundFiles files = new SoundFiles(random, channels, bytes, coding, random.nextBoolean(), false);
    return switch (random.nextInt(5)) {
      case 0, 1 -> files.wav();
      case 2 -> files.aiff();
      case 3 -> files.au();
      default -> files.caf();
    };
  }

  static byte[] wav(Random random, int channels, int bytes, Coding coding, boolean big) {
    return new SoundFiles(random, channels, bytes, coding, big, true).wav();
  }

  static byte[] aiff(Random random, int channels, int bytes, Coding coding, boolean big) {
    return new SoundFiles(random, channels, bytes, coding, big, true).aiff();
  }

  static byte[] au(Random random, int channels, int bytes, Coding coding, boolean big) {
    return new SoundFiles(random, channels, bytes, coding, big, true).au();
  }

  static byte[] caf(Random random, int channels, int bytes, Coding coding, boolean big) {
    return new SoundFiles(random, channels, bytes, coding, big, true).caf();
  }

  private boolean real() {
    return coding == Coding.SCALED || coding == Coding.FLOAT;
  }

  private byte[] wav() {
    boolean long64 = !big && random.nextBoolean();
    byte[] data = data();
    boolean extensible = random.nextBoolean();
    ascii(big ? "RIFX" : long64 ? random.nextBoolean() ? "RF64" : "BW64" : "RIFF");
    number(length(data.length + 100), 4, big).ascii("WAVE");
    if (long64) {
      ascii("ds64").number(28, 4, big).number(data.length + 100, 8, big);
      number(length(data.length), 8, big).number(frames, 8, big).number(0, 4, big);
    }
    odd(big);
    int tag = real() ? 3 : 1;
    ascii("fmt ").number(extensible ? 40 : 16, 4, big);
    number(extensible ? 0xFFFE : tag, 2, big).number(channels, 2, big).number(8000, 4, big);
    number(8000L * channels * bytes, 4, big).number((long) channels * bytes, 2, big);
    // Some have fewer bits than their bytes have room for.
    number(8L * bytes - (real() ? 0 : random.nextInt(8)), 2, big);
    if (extensible) {
      number(22, 2, big).number(8L * bytes, 2, big).number(3, 4, big).number(tag, 4, big);
      number(0, 2, big).number(0x10, 2, big);
      raw(new byte[] {(byte) 0x80, 0, 0, (byte) 0xAA, 0, 0x38, (byte) 0x9B, 0x71});
    }
    odd(big);
    ascii("data").number(long64 ? -1 : length(data.length), 4, big).raw(data);
    return end(big);
  }

  private byte[] aiff() {
    boolean compressed = !big || coding == Coding.UNSIGNED || real() || random.nextBoolean();
    boolean turned = !big && !real() && coding == Coding.SIGNED;
    byte[] data = data(!turned);
    ascii("FORM").number(length(data.length + 100), 4, true).ascii(compressed ? "AIFC" : "AIFF");
    odd(true);
    ascii("COMM").number(compressed ? 24 : 18, 4, true).number(channels, 2, true);
    number(frames, 4, true).number(8L * bytes, 2, true).number(0x400EAC44, 4, true).noise(6);
    if (compressed) {
      String real = random.nextBoolean() ? "fl" : "FL";
      ascii(
          real()
              ? real + 8 * bytes
              : coding == Coding.UNSIGNED ? "raw " : turned ? "sowt" : "NONE");
      number(0, 2, true);
    }
    odd(true);
    int offset = plain ? 0 : random.nextInt(9);
    ascii("SSND").number(length(data.length + 8 + offset), 4, true).number(offset, 4, true);
    number(0, 4, true).noise(offset).raw(data);
    return end(true);
  }

  private byte[] au() {
    byte[] data = data();
    int comment = random.nextInt(30);
    int encoding = real() ? bytes == 4 ? 6 : 7 : 1 + bytes;
    ascii(big ? ".snd" : "dns.").number(24L + comment, 4, big);
    number(random.nextBoolean() ? -1 : length(data.length), 4, big).number(encoding, 4, big);
    number(8000, 4, big).number(channels, 4, big).noise(comment).raw(data);
    return noise(plain ? 0 : random.nextInt(5)).out.toByteArray();
  }

  private byte[] caf() {
    byte[] data = data();
    ascii("caff").number(1, 2, true).number(0, 2, true);
    ascii("desc").number(32, 8, true).number(Double.doubleToLongBits(44100), 8, true).ascii("lpcm");
    number((real() ? 1 : 0) | (big ? 0 : 2), 4, true).number((long) channels * bytes, 4, true);
    number(1, 4, true).number(channels, 4, true).number(8L * bytes, 4, true);
    if (random.nextBoolean()) {
      ascii("free").number(5, 8, true).noise(5);
    }
    ascii("data").number(random.nextBoolean() ? -1 : length(data.length + 4), 8, true);
    number(0, 4, true).raw(data);
    return noise(plain ? 0 : random.nextInt(5)).out.toByteArray();
  }

  private byte[] end(boolean bigEndian) {
    if (!plain) {
      noise(random.nextInt(5));
      odd(bigEndian);
    }
    return out.toByteArray();
  }

  /** A chunk of an odd length, and the byte behind it. */
  private void odd(boolean bigEndian) {
    if (random.nextInt(3) == 0) {
      int size = 2 * random.nextInt(9) + 1;
      ascii("junk").number(size, 4, bigEndian).noise(size + 1);
    }
  }

  /** Or another one. */
  private long length(long length) {
    long[] lies = {0, -1, length + 100_000, length - 1, length / 2, length + 1, 7};
    return plain || random.nextBoolean() ? length : lies[random.nextInt(lies.length)];
  }

  private byte[] data() {
    return data(big);
  }

  private byte[] data(boolean bigEndian) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    double phase = 0;
    for (int i = 0; i < frames; i++) {
      phase += 0.05;
      for (int c = 0; c < channels; c++) {
        double value = 0.5 * Math.sin(phase + c) + 0.01 * random.nextDouble();
        long bits =
            switch (coding) {
              case SIGNED -> (long) (value * (1L << 8 * bytes - 1));
              case UNSIGNED -> (long) ((value + 1) * (1L << 8 * bytes - 1));
              case SCALED -> real((double) Math.round(value * (1 << SHIFT)) / (1 << SHIFT));
              case FLOAT -> real(value);
            };
        for (int k = 0; k < bytes; k++) {
          kept.write((int) (bits >> 8 * (bigEndian ? bytes - 1 - k : k)));
        }
      }
    }
    return kept.toByteArray();
  }

  private long real(double value) {
    // There are no negative zeros.
    double kept = value + 0.0;
    return bytes == 4 ? Float.floatToIntBits((float) kept) : Double.doubleToLongBits(kept);
  }

  private SoundFiles ascii(String text) {
    return raw(text.getBytes(StandardCharsets.US_ASCII));
  }

  private SoundFiles raw(byte[] more) {
    out.writeBytes(more);
    return this;
  }

  private SoundFiles noise(int count) {
    byte[] noise = new byte[count];
    random.nextBytes(noise);
    return raw(noise);
  }

  private SoundFiles number(long value, int size, boolean bigEndian) {
    for (int i = 0; i < size; i++) {
      out.write((int) (value >> 8 * (bigEndian ? size - 1 - i : i)));
    }
    return this;
  }
}
