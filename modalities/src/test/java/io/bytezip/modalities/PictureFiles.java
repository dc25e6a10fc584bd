package io.bytezip.modalities;

import io.bytezip.modalities.recipe.Packets;
import io.bytezip.modalities.recipe.Qoi;
import io.bytezip.modalities.recipe.Transform;
import io.bytezip.modalities.recipe.Transforms;
import java.io.UncheckedIOException;
import java.util.Random;

/** Small pictures of simple formats, in many shapes. */
final class PictureFiles {
  private final Random random;
  private final FileBytes file;

  private PictureFiles(Random random) {
    this.random = random;
    file = new FileBytes(random);
  }

  /** A picture of any format, BMP to TIFF. */
  static byte[] any(Random random) {
    int width = 1 + random.nextInt(70);
    int height = 20 + random.nextInt(50);
    return switch (random.nextInt(8)) {
      case 0 -> bmp(random, new int[] {1, 4, 8, 16, 24, 32}[random.nextInt(6)], width, height);
      case 1 -> pnm(random, width, height);
      case 2 -> tga(random, 1 + random.nextInt(3), random.nextBoolean(), width, height);
      case 3 -> icon(random, 16 + random.nextInt(17));
      case 4 -> qoi(random, width, height);
      case 5 -> GifFiles.any(random);
      default -> TiffFiles.any(random);
    };
  }

  static byte[] made(Transform transform, byte[] input) {
    try {
      return Transforms.apply(transform, input);
    } catch (MalformedRecipeException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bmp(Random random, int bits, int width, int height) {
    FileBytes file = new FileBytes(random);
    int rowBytes = (width * bits + 7) / 8;
    int header = random.nextBoolean() ? 40 : 108;
    boolean masks = bits >= 16 && bits != 24 && random.nextBoolean();
    int palette = bits <= 8 ? 4 << bits : masks ? 12 : 0;
    file.ascii("BM").le(0, 4).le(0, 4).le(14 + header + palette, 4).le(header, 4).le(width, 4);
    file.le(random.nextBoolean() ? height : -height, 4).le(1, 2).le(bits, 2);
    file.le(masks ? 3 : 0, 4).le(0, 4).le(2835, 4).le(2835, 4).le(0, 4).le(0, 4);
    file.noise(header - 40).noise(palette);
    boolean zeros = random.nextBoolean();
    byte[] bare = new PictureFiles(random).rows(bits, width, height);
    for (int y = 0; y < height; y++) {
      file.raw(java.util.Arrays.copyOfRange(bare, y * rowBytes, (y + 1) * rowBytes));
      int padding = -rowBytes & 3;
      file.raw(zeros ? new byte[padding] : file.noiseBytes(padding));
    }
    return file.noise(random.nextInt(20)).toBytes();
  }

  /** Rows that begin at a byte; what is behind a row's last bit is zero, mostly. */
  private byte[] rows(int bits, int width, int height) {
    int rowBytes = (width * bits + 7) / 8;
    byte[] rows = file.wave(rowBytes * height, 256);
    int used = width * bits % 8;
    if (used > 0 && random.nextInt(6) > 0) {
      for (int y = 1; y <= height; y++) {
        rows[y * rowBytes - 1] &= (byte) (0xFF00 >> used);
      }
    }
    return rows;
  }

  static byte[] pnm(Random random, int width, int height) {
    PictureFiles pictures = new PictureFiles(random);
    pictures.onePnm(width, height);
    while (random.nextInt(3) == 0) {
      pictures.onePnm(1 + random.nextInt(90), 1 + random.nextInt(50));
    }
    return pictures.file.noise(random.nextInt(9)).toBytes();
  }

  private void onePnm(int width, int height) {
    int kind = 4 + random.nextInt(4);
    int maximum = new int[] {255, 100, 256, 65_535}[random.nextInt(4)];
    int bytes = maximum < 256 ? 1 : 2;
    file.ascii("P" + kind);
    int channels = kind == 6 ? 3 : 1;
    if (kind == 7) {
      channels = 1 + random.nextInt(5);
      file.ascii(random.nextBoolean() ? "\n# a comment 17\n" : "\n");
      file.ascii("HEIGHT " + height + "\nWIDTH " + width + "\nDEPTH " + channels);
      file.ascii("\nMAXVAL " + maximum + "\nTUPLTYPE ANY THING\nENDHDR\n");
    } else {
      file.ascii(random.nextBoolean() ? "\n# a comment 17\r\n" : " ");
      file.ascii(width + "\t" + height + (random.nextBoolean() ? "#255\n" : "\n"));
      file.ascii(kind == 4 ? "" : maximum + "\n");
    }
    file.raw(
        kind == 4 ? rows(1, width, height) : file.wave(width * height * channels * bytes, 256));
  }

  /**
   * A TGA.
   *
   * @param type 1 palette, 2 colours, 3 grey
   */
  static byte[] tga(Random random, int type, boolean packed, int width, int height) {
    FileBytes file = new FileBytes(random);
    int bytes = type == 2 ? 2 + random.nextInt(3) : 1;
    int name = random.nextInt(3);
    file.le(name, 1).le(type == 1 ? 1 : 0, 1).le(packed ? type + 8 : type, 1);
    file.le(0, 2).le(type == 1 ? 200 : 0, 2).le(type == 1 ? 24 : 0, 1);
    file.le(0, 4).le(width, 2).le(height, 2).le(bytes * 8L, 1).le(bytes == 4 ? 0x28 : 0x20, 1);
    file.noise(name).noise(type == 1 ? 600 : 0);
    byte[] pixels = file.wave(width * height * bytes, 256);
    if (packed) {
      Packets.Rule rule = Packets.Rule.values()[1 + random.nextInt(3)];
      int row = random.nextBoolean() ? width : Integer.MAX_VALUE;
      pixels = made(new Packets(Packets.Variant.TGA, bytes, rule, row, 0), pixels);
    }
    file.raw(pixels);
    if (random.nextBoolean()) {
      file.le(0, 8).ascii("TRUEVISION-XFILE.\0");
    }
    return file.toBytes();
  }

  /** An icon of a PNG and pictures of some depths. */
  static byte[] icon(Random random, int side) {
    byte[][] members = new byte[1 + random.nextInt(4)][];
    for (int i = 0; i < members.length; i++) {
      members[i] =
          i == 1
              ? new TestFiles(random).png(40, 40)
              : bitmap(random, new int[] {1, 4, 8, 24, 32}[random.nextInt(5)], side + i, side);
    }
    FileBytes file = new FileBytes(random);
    file.le(0, 2).le(1 + random.nextInt(2), 2).le(members.length, 2);
    int at = 6 + 16 * members.length;
    for (byte[] member : members) {
      file.le(side, 1).le(side, 1).le(0, 1).le(0, 1).le(1, 2).le(0, 2);
      file.le(member.length, 4).le(at, 4);
      at += member.length;
    }
    for (byte[] member : members) {
      file.raw(member);
    }
    return file.noise(random.nextInt(3)).toBytes();
  }

  private static byte[] bitmap(Random random, int bits, int width, int height) {
    FileBytes file = new FileBytes(random);
    file.le(40, 4).le(width, 4).le(2L * height, 4).le(1, 2).le(bits, 2).le(0, 24);
    file.noise(bits <= 8 ? 4 << bits : 0);
    file.raw(file.wave(((width * bits + 31) / 32) * 4 * height, 256));
    return file.raw(file.wave((width + 31) / 32 * 4 * height, 256)).toBytes();
  }

  static byte[] qoi(Random random, int width, int height) {
    FileBytes file = new FileBytes(random);
    int channels = 3 + random.nextInt(2);
    file.ascii("qoif").be(width, 4).be(height, 4).be(channels, 1).be(0, 1);
    file.raw(made(new Qoi(channels), file.wave(width * height * channels, 256)));
    return file.noise(random.nextInt(3)).toBytes();
  }
}
