package io.bytezip.modalities;

import java.util.Random;

/** Generated segments: integers only, so the same everywhere. */
final class LayoutData {
  private LayoutData() {}

  /** A shaded picture with edges and a little noise. */
  static byte[] picture(int width, int channels, int length, long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      int c = i % channels;
      int x = i / channels % width;
      int y = i / channels / width;
      int shade = (3 * x + 2 * y + x * y / 16) / 4 + 40 * ((x / 13 + y / 9) % 3) + 15 * c;
      bytes[i] = (byte) Math.clamp(shade % 320 - 20 + random.nextInt(7), 0, 255);
    }
    return bytes;
  }

  /** The same in the high bytes of 16-bit samples, and noise in the low ones. */
  static byte[] deepPicture(Pixels16Layout layout, int length, long seed) {
    byte[] coarse = picture(layout.width(), layout.channels(), length / 2 + 1, seed);
    Random random = new Random(seed);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      boolean high = i % 2 == 0 == layout.bigEndian();
      bytes[i] = high ? coarse[i / 2] : (byte) random.nextInt(64);
    }
    return bytes;
  }

  /** Two integer resonators and noise, as little-endian signed or unsigned samples. */
  static byte[] sound(SamplesLayout layout, int length, long seed) {
    Random random = new Random(seed);
    int bytes = layout.bits() / 8;
    long top = 1L << (layout.bits() - 1);
    byte[] all = new byte[length];
    long a = 0;
    long b = top * 300L;
    int frame = bytes * layout.channels();
    long sample = 0;
    for (int i = 0; i < length; i++) {
      if (i % frame == 0) {
        a += b * 60 / 1024;
        b -= a * 60 / 1024;
      }
      if (i % bytes == 0) {
        sample = a / 1024 + random.nextInt((int) (top / 32)) + (i % frame == 0 ? 0 : top / 9);
        sample = Math.clamp(sample, -top, top - 1) ^ (layout.signed() ? 0 : top);
      }
      int place = i % bytes;
      all[i] = (byte) (sample >> 8 * (layout.bigEndian() ? bytes - 1 - place : place));
    }
    return all;
  }

  /**
   * Kinds 0 to 6: noise, silence, full amplitude in turn, all ones, square waves, a ramp, silence
   * then noise.
   */
  static byte[] extreme(int kind, int length, long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] =
          (byte)
              switch (kind) {
                case 0 -> random.nextInt(256);
                case 1 -> 0;
                case 2 -> (i & 1) * 255;
                case 3 -> 255;
                case 4 -> i / 50 % 2 == 0 ? 0x7f : 0x80;
                case 5 -> i / 3;
                default -> i < length / 2 ? 0 : random.nextInt(256);
              };
    }
    return bytes;
  }
}
