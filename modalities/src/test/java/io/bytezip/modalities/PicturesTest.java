package io.bytezip.modalities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PicturesTest {
  private static final int BLOCK = 1 << 20;
  private static final int MAX_BLOCK = 1 << 22;

  private static long pixels(List<Plan> plans) {
    return plans.stream()
        .flatMap(plan -> plan.segments().stream())
        .filter(segment -> segment.layout() instanceof PixelsLayout)
        .mapToLong(segment -> segment.bytes().length)
        .sum();
  }

  private static PixelsLayout layout(byte[] file) throws Exception {
    return assertInstanceOf(PixelsLayout.class, Blocks.opened(Blocks.of(file, BLOCK, MAX_BLOCK)));
  }

  @Property(tries = 300)
  void picturesComeBack(@ForAll long seed) throws Exception {
    Blocks.of(PictureFiles.any(new Random(seed)), BLOCK, MAX_BLOCK);
  }

  @Property(tries = 150)
  void picturesComeBackInSmallBlocks(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5000) int blockSize,
      @ForAll @IntRange(max = 40_000) int more)
      throws Exception {
    Blocks.of(PictureFiles.any(new Random(seed)), blockSize, blockSize + more);
  }

  @Test
  void everyTruncationOfAHeaderComesBack() throws Exception {
    for (int seed = 0; seed < 24; seed++) {
      byte[] file = PictureFiles.any(new Random(seed));
      for (int end = 0; end < Math.min(file.length, 200); end++) {
        Blocks.of(Arrays.copyOf(file, end), BLOCK, MAX_BLOCK);
      }
    }
  }

  @Property(tries = 60)
  void truncatedPicturesComeBack(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    byte[] file = PictureFiles.any(random);
    for (int i = 0; i < 10; i++) {
      Blocks.of(Arrays.copyOf(file, random.nextInt(file.length)), BLOCK, MAX_BLOCK);
    }
  }

  @Test
  void bitmapsOfEveryDepthAreOpened() throws Exception {
    for (int bits : new int[] {1, 4, 8, 16, 24, 32}) {
      byte[] file = PictureFiles.bmp(new Random(bits), bits, 60, 50);
      int channels = Math.max(1, bits / 8);
      assertEquals(60, layout(file).width(), bits + " bits");
      assertEquals(channels, layout(file).channels());
      assertEquals(60L * 50 * channels, pixels(Blocks.of(file, BLOCK, MAX_BLOCK)));
    }
  }

  @Test
  void allPicturesOfAnmFileAreOpened() throws Exception {
    FileBytes file = new FileBytes(new Random(1));
    file.ascii("P5 40 50 255\n").raw(file.wave(2000, 256));
    file.ascii("P4\n40 50\n").raw(file.wave(250, 256));
    file.ascii("P7\nWIDTH 40\nHEIGHT 50\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n");
    file.raw(file.wave(8000, 256));
    assertEquals(12_000, pixels(Blocks.of(file.toBytes(), BLOCK, MAX_BLOCK)));
    // Block by block, however many there are.
    FileBytes many = new FileBytes(new Random(2));
    for (int i = 0; i < 40; i++) {
      many.ascii("P6 30 20 255\n").raw(many.wave(1800, 256));
    }
    List<Plan> plans = Blocks.of(many.toBytes(), 5000, 9000);
    assertTrue(plans.size() > 5);
    assertEquals(40 * 1800, pixels(plans));
  }

  @Test
  void targasAreOpened() throws Exception {
    for (int seed = 0; seed < 30; seed++) {
      int type = 1 + seed % 3;
      byte[] file = PictureFiles.tga(new Random(seed), type, seed % 2 == 0, 50, 40);
      PixelsLayout layout = layout(file);
      assertEquals(50, layout.width());
      assertEquals(type != 2, layout.channels() == 1);
      // It has no magic number: something more behind it, and it may be anything.
      byte[] longer = Arrays.copyOf(file, file.length + 1);
      assertNull(Blocks.opened(Blocks.of(longer, BLOCK, MAX_BLOCK)));
    }
  }

  @Test
  void aTargaThatEndsWithinItsPaletteStaysClosed() throws Exception {
    for (boolean packed : new boolean[] {false, true}) {
      byte[] file = PictureFiles.tga(new Random(1), 1, packed, 50, 40);
      for (int end = 18; end < 618; end++) {
        assertNull(Blocks.opened(Blocks.of(Arrays.copyOf(file, end), BLOCK, MAX_BLOCK)));
      }
    }
  }

  @Test
  void iconsAreOpened() throws Exception {
    int opened = 0;
    for (int seed = 0; seed < 20; seed++) {
      byte[] file = PictureFiles.icon(new Random(seed), 32);
      opened += Blocks.opened(Blocks.of(file, BLOCK, MAX_BLOCK)) instanceof PixelsLayout ? 1 : 0;
    }
    assertEquals(20, opened);
  }

  @Test
  void qoiIsOpened() throws Exception {
    for (int seed = 0; seed < 10; seed++) {
      byte[] file = PictureFiles.qoi(new Random(seed), 40, 30);
      assertEquals(40L * 30 * layout(file).channels(), pixels(Blocks.of(file, BLOCK, MAX_BLOCK)));
    }
  }

  @Test
  void gifsAreOpened() throws Exception {
    for (int seed = 0; seed < 40; seed++) {
      byte[] file = GifFiles.of(new Random(seed), 64, 48, 1);
      assertEquals(new PixelsLayout(64, 1, false), layout(file));
      assertEquals(64 * 48, pixels(Blocks.of(file, BLOCK, MAX_BLOCK)));
    }
  }

  @Test
  void tiffsOfEveryKindAreOpened() throws Exception {
    for (int compression : new int[] {1, 5, 8, 32_773}) {
      for (int depth : new int[] {1, 4, 8}) {
        for (int seed = 0; seed < 8; seed++) {
          byte[] file = TiffFiles.of(new Random(seed), compression, depth, 1 + seed % 3);
          long pixels = pixels(Blocks.of(file, BLOCK, MAX_BLOCK));
          assertTrue(pixels > 1000, compression + " " + depth + " " + seed + ": " + pixels);
        }
      }
    }
  }

  @Test
  void uncompressedSamplesThatAreOnlyBytesStayClosed() throws Exception {
    for (int seed = 0; seed < 20; seed++) {
      byte[] file = TiffFiles.of(new Random(seed), 1, 32, 1);
      assertEquals(0, pixels(Blocks.of(file, BLOCK, MAX_BLOCK)));
      Plan plan = new Segmenter(BLOCK, MAX_BLOCK).next(file, 0, file.length, true);
      assertEquals(1, plan.segments().size(), "seed " + seed);
    }
  }

  @Test
  void anImageInOneStripThatDoesNotComeBackLeavesTheOthersOpen() throws Exception {
    byte[] file = TiffFiles.of(new Random(3), 5, 8, 3);
    long before = pixels(Blocks.of(file, BLOCK, MAX_BLOCK));
    int opened = 0;
    Random random = new Random(4);
    for (int i = 0; i < 40; i++) {
      byte[] damaged = file.clone();
      damaged[20 + random.nextInt(file.length / 3)] ^= (byte) (1 << random.nextInt(8));
      opened += pixels(Blocks.of(damaged, BLOCK, MAX_BLOCK)) > before / 3 ? 1 : 0;
    }
    assertTrue(opened > 30, "opened " + opened);
  }

  @Test
  void headersThatLieStayClosed() throws Exception {
    FileBytes pnm = new FileBytes(new Random(0)).ascii("P5 67108864 67108864 255\n").noise(3000);
    FileBytes pam = new FileBytes(new Random(0)).ascii("P7\nWIDTH 67108864\nHEIGHT 67108864\n");
    pam.ascii("DEPTH 67108864\nMAXVAL 65535\nENDHDR\n").noise(3000);
    FileBytes qoi = new FileBytes(new Random(0)).ascii("qoif").be(-1, 8).be(4, 2).noise(3000);
    FileBytes gif = new FileBytes(new Random(0)).ascii("GIF89a").be(-1, 4).be(0, 3).be(0x2C, 1);
    gif.be(0, 4).be(-1, 4).be(0, 1).be(8, 1);
    for (int i = 0; i < 20; i++) {
      gif.be(255, 1).noise(255);
    }
    FileBytes tiff = new FileBytes(new Random(0)).ascii("II*\0").le(8, 4).le(0xFFFF, 2);
    for (int i = 0; i < 0xFFFF; i++) {
      // Each has all values that there could be.
      tiff.le(256 + i % 80, 2).le(4, 2).le(200_000, 4).le(8, 4);
    }
    for (FileBytes file : List.of(pnm, pam, qoi, gif, tiff)) {
      assertNull(Blocks.opened(Blocks.of(file.toBytes(), BLOCK, MAX_BLOCK)));
    }
  }

  /** Directories in a ring, and each with another whole image in it. */
  @Test
  void directoriesThatGoRoundEnd() throws Exception {
    byte[] file = TiffFiles.of(new Random(8), 1, 8, 3);
    for (int i = 0; i < 3; i++) {
      int from = file.length - 12 - i;
      Arrays.fill(file, from, from + 4, (byte) 8);
      Blocks.of(file, BLOCK, MAX_BLOCK);
    }
    FileBytes ring = new FileBytes(new Random(0)).ascii("II*\0").le(8, 4).le(1, 2);
    ring.le(256, 2).le(3, 2).le(1, 4).le(9, 4).le(8, 4).noise(2000);
    assertNull(Blocks.opened(Blocks.of(ring.toBytes(), BLOCK, MAX_BLOCK)));
  }

  /** What is compressed well already is one generic segment. */
  @Test
  void strongFormatsStayClosed() throws Exception {
    String[] magics = {
      "\u00FF\u00D8\u00FF\u00E0\0\u0010JFIF\0\u0001",
      "RIFF\0\0\u0001\0WEBPVP8L",
      "\u00FF\n",
      "\0\0\0\fJXL \r\n\u0087\n",
      "\0\0\0 ftypavif\0\0\0\0"
    };
    for (String magic : magics) {
      byte[] head = magic.getBytes(StandardCharsets.ISO_8859_1);
      byte[] file = new FileBytes(new Random(1)).raw(head).noise(40_000).toBytes();
      List<Plan> plans = Blocks.of(file, BLOCK, MAX_BLOCK);
      assertEquals(1, plans.size());
      assertEquals(0, plans.getFirst().recipe().length);
      assertEquals(1, plans.getFirst().segments().size());
      assertEquals(new BytesLayout(), plans.getFirst().segments().getFirst().layout());
    }
  }
}
