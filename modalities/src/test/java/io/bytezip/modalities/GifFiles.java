package io.bytezip.modalities;

import io.bytezip.modalities.recipe.GifRows;
import io.bytezip.modalities.recipe.LzwWriter;
import java.util.Arrays;
import java.util.Random;

/** Small GIFs, in many shapes. */
final class GifFiles {
  private GifFiles() {}

  static byte[] any(Random random) {
    return of(random, 1 + random.nextInt(90), 20 + random.nextInt(60), 1 + random.nextInt(4));
  }

  static byte[] of(Random random, int width, int height, int frames) {
    FileBytes file = new FileBytes(random);
    int bits = 2 + random.nextInt(7);
    file.ascii(random.nextBoolean() ? "GIF89a" : "GIF87a").le(width, 2).le(height, 2);
    boolean global = random.nextBoolean();
    file.le((global ? 0x80 : 0) | bits - 1, 1).le(0, 2).noise(global ? 3 << bits : 0);
    for (int i = 0; i < frames; i++) {
      if (random.nextBoolean()) {
        file.be(0x21F904, 3).noise(4).le(0, 1);
      }
      if (random.nextInt(4) == 0) {
        file.be(0x21FE, 2);
        blocks(random, file, file.noiseBytes(random.nextInt(600)), 255);
      }
      boolean part = i > 0 && random.nextBoolean();
      int frameWidth = part ? 1 + random.nextInt(width) : width;
      int frameHeight = part ? 1 + random.nextInt(height) : height;
      frame(random, file, bits, frameWidth, frameHeight, !global);
    }
    return file.be(0x3B, 1).noise(random.nextInt(3)).toBytes();
  }

  private static void frame(
      Random random, FileBytes file, int bits, int width, int height, boolean palette) {
    boolean interlaced = random.nextInt(3) == 0;
    file.be(0x2C, 1).le(0, 4).le(width, 2).le(height, 2);
    file.le((palette ? 0x80 : 0) | (interlaced ? 0x40 : 0) | bits - 1, 1);
    file.noise(palette ? 3 << bits : 0).le(bits, 1);
    byte[] rows = file.wave(width * height, 1 << bits);
    byte[] ordered = interlaced ? PictureFiles.made(new GifRows(width), rows) : rows;
    byte[] stream = new LzwWriter(random, false, bits).write(ordered);
    blocks(random, file, stream, random.nextInt(3) == 0 ? 1 + random.nextInt(255) : 255);
  }

  private static void blocks(Random random, FileBytes file, byte[] stream, int length) {
    for (int i = 0; i < stream.length; i += length) {
      byte[] part = Arrays.copyOfRange(stream, i, Math.min(stream.length, i + length));
      file.le(part.length, 1).raw(part);
    }
    if (random.nextInt(8) == 0) {
      file.le(1, 1).le(0, 1);
    }
    file.le(0, 1);
  }
}
