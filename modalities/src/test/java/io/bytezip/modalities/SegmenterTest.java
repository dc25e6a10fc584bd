package io.bytezip.modalities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.deflate.DeflateSettings;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SegmenterTest {
  private static final int BLOCK = 1 << 20;
  private static final int MAX_BLOCK = 1 << 22;

  @Property(tries = 250)
  void filesComeBack(@ForAll long seed) throws Exception {
    Blocks.of(TestFiles.any(new Random(seed)), BLOCK, MAX_BLOCK);
  }

  @Property(tries = 200)
  void filesComeBackInSmallBlocks(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5000) int blockSize,
      @ForAll @IntRange(max = 40_000) int more)
      throws Exception {
    byte[] file = TestFiles.any(new Random(seed));
    Blocks.of(file, blockSize, blockSize + more);
  }

  @Property(tries = 60)
  void truncatedFilesComeBack(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    byte[] file = TestFiles.any(random);
    for (int i = 0; i < 15; i++) {
      int end = i < 5 ? random.nextInt(Math.min(file.length, 200)) : random.nextInt(file.length);
      Blocks.of(Arrays.copyOf(file, end), BLOCK, MAX_BLOCK);
    }
  }

  @Test
  void everyTruncationOfAHeaderComesBack() throws Exception {
    for (int seed = 0; seed < 12; seed++) {
      byte[] file = TestFiles.any(new Random(seed));
      for (int end = 0; end < Math.min(file.length, 260); end++) {
        Blocks.of(Arrays.copyOf(file, end), BLOCK, MAX_BLOCK);
      }
    }
  }

  @Property(tries = 100)
  void damagedFilesComeBack(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    byte[] file = TestFiles.any(random);
    for (int i = 0; i < 20; i++) {
      byte[] damaged = file.clone();
      int spread = random.nextBoolean() ? Math.min(file.length, 160) : file.length;
      for (int k = random.nextInt(6); k >= 0; k--) {
        int at = random.nextInt(spread);
        damaged[at] = (byte) (random.nextBoolean() ? random.nextInt() : random.nextInt(3) - 1);
      }
      Blocks.of(damaged, BLOCK, MAX_BLOCK);
    }
  }

  @Property(tries = 200)
  void anyBytesBehindAMagicComeBack(@ForAll byte[] bytes, @ForAll @IntRange(max = 6) int kind)
      throws Exception {
    String[] magics = {
      "RIFF    WAVE", "BM", "P6 ", "P5\n", "II*\0", "MM\0*", "\u0089PNG\r\n\u001a\n"
    };
    byte[] magic = magics[kind].getBytes(StandardCharsets.ISO_8859_1);
    byte[] file = Arrays.copyOf(magic, magic.length + bytes.length);
    System.arraycopy(bytes, 0, file, magic.length, bytes.length);
    Blocks.of(file, 64, 4096);
  }

  @Test
  void plainBytesNeedNoRecipe() throws Exception {
    byte[] text = "Nothing but text. ".repeat(500).getBytes(StandardCharsets.UTF_8);
    List<Plan> plans = Blocks.of(text, 4000, MAX_BLOCK);
    assertEquals(3, plans.size());
    for (Plan plan : plans) {
      assertEquals(0, plan.recipe().length);
      assertEquals(1, plan.segments().size());
      assertEquals(Modality.TEXT, plan.segments().getFirst().modality());
    }
  }

  @Test
  void nothingAndOneByte() throws Exception {
    assertTrue(Blocks.of(new byte[0], BLOCK, MAX_BLOCK).isEmpty());
    assertEquals(0, new Segmenter(BLOCK, MAX_BLOCK).next(new byte[0], 0, 0, true).length());
    assertEquals(1, Blocks.of(new byte[1], BLOCK, MAX_BLOCK).size());
  }

  @Test
  void soundsAreOpened() throws Exception {
    for (int bits : new int[] {8, 16, 24}) {
      for (int channels = 1; channels <= 2; channels++) {
        byte[] file = new TestFiles(new Random(bits + channels)).wav(channels, bits);
        Layout expected = new SamplesLayout(channels, bits, bits > 8, false);
        List<Plan> plans = Blocks.of(file, BLOCK, MAX_BLOCK);
        assertEquals(expected, Blocks.opened(plans));
        assertTrue(plans.getFirst().recipe().length <= 3);
      }
    }
  }

  @Test
  void aSoundGoesOnFromBlockToBlock() throws Exception {
    Random random = new Random(5);
    for (int i = 0; i < 40; i++) {
      int channels = 1 + random.nextInt(2);
      int bits = 8 * (1 + random.nextInt(3));
      int frame = channels * bits / 8;
      byte[] file = new TestFiles(random).wav(channels, bits);
      List<Plan> plans = Blocks.of(file, 600 + random.nextInt(300), MAX_BLOCK);
      long samples = 0;
      for (Plan plan : plans) {
        for (Segment segment : plan.segments()) {
          if (segment.layout() instanceof SamplesLayout) {
            assertEquals(0, segment.bytes().length % frame);
            samples += segment.bytes().length;
          }
        }
      }
      assertTrue(plans.size() > 1);
      assertTrue(samples >= 2200L * frame / 2 - frame, "samples " + samples);
      assertEquals(0, plans.get(1).recipe().length, "a block of samples alone needs no recipe");
    }
  }

  @Test
  void picturesAreOpened() throws Exception {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      byte[] bmp = new TestFiles(random).bmp(40, 50);
      byte[] pnm = new TestFiles(random).pnm(40, 50);
      byte[] tiff = new TestFiles(random).tiff(40, 50);
      for (byte[] file : List.of(bmp, pnm, tiff)) {
        // One block, however small blocks usually are.
        List<Plan> plans = Blocks.of(file, 500, MAX_BLOCK);
        Layout layout = Blocks.opened(plans.subList(0, 1));
        assertTrue(layout instanceof PixelsLayout, "seed " + seed);
        assertEquals(40, ((PixelsLayout) layout).width());
        Segment pixels = plans.getFirst().segments().getFirst();
        assertEquals(40 * 50 * ((PixelsLayout) layout).channels(), pixels.bytes().length);
        assertEquals(Modality.IMAGE, pixels.modality());
      }
    }
  }

  @Test
  void aFileThatFillsTheGreatestBlockIsOpened() throws Exception {
    Random random = new Random(3);
    for (byte[] file :
        List.of(
            PictureFiles.bmp(random, 24, 60, 50),
            new TestFiles(random).png(60, 50),
            PictureFiles.qoi(random, 60, 50))) {
      int size = 60 * 50 * 4 + 1000;
      assertInstanceOf(PixelsLayout.class, Blocks.opened(Blocks.of(file, size, size)));
      byte[] two = Arrays.copyOf(file, 2 * file.length);
      System.arraycopy(file, 0, two, file.length, file.length);
      Blocks.of(two, size, size);
    }
  }

  @Test
  void aPictureOverTheLimitGoesOnInTheNextBlock() throws Exception {
    byte[] file = new TestFiles(new Random(3)).pnm(100, 200);
    List<Plan> plans = Blocks.of(file, 1000, 5000);
    assertTrue(plans.size() >= 4);
    for (Plan plan : plans.subList(0, 3)) {
      Segment pixels = plan.segments().getFirst();
      assertTrue(pixels.layout() instanceof PixelsLayout layout && layout.width() == 100);
      assertEquals(0, pixels.bytes().length % 100);
    }
  }

  @Test
  void pngsOfThePinnedDeflateAreOpened() throws Exception {
    for (int type : new int[] {0, 2, 3, 4, 6}) {
      for (int level = 1; level <= 9; level++) {
        TestFiles files = new TestFiles(new Random(level));
        DeflateSettings settings =
            new DeflateSettings(
                level,
                8 + level % 2,
                DeflateSettings.STRATEGIES.get(level > 3 ? level / 2 % 2 : 0),
                15);
        byte[] filtered = files.filtered(70, 60, type);
        byte[] file = files.png(70, 60, type, TestFiles.zlib(filtered, settings));
        List<Plan> plans = Blocks.of(file, 700, MAX_BLOCK);
        assertTrue(Blocks.opened(plans) instanceof PixelsLayout, type + " " + settings);
      }
    }
  }

  @Test
  void aPngOfThePlatformComesBack() throws Exception {
    BufferedImage image = new BufferedImage(90, 70, BufferedImage.TYPE_INT_ARGB);
    Random random = new Random(1);
    for (int y = 0; y < 70; y++) {
      for (int x = 0; x < 90; x++) {
        image.setRGB(x, y, 0xFF000000 | (x * 2 + random.nextInt(4)) << 16 | y * 3);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, "png", out));
    Blocks.of(out.toByteArray(), BLOCK, MAX_BLOCK);
  }

  @Test
  void bombsStayClosed() throws Exception {
    byte[] flat = new byte[1001 * 1000];
    DeflateSettings settings = new DeflateSettings(9, 8, DeflateSettings.Strategy.DEFAULT, 15);
    byte[] zlib = TestFiles.zlib(flat, settings);
    byte[] file = new TestFiles(new Random(0)).png(1000, 1000, 0, zlib);
    assertNull(Blocks.opened(Blocks.of(file, BLOCK, MAX_BLOCK)));
    // The header promises four billion rows.
    byte[] huge = new TestFiles(new Random(0)).png(Integer.MAX_VALUE / 8, -1, 0, zlib);
    assertNull(Blocks.opened(Blocks.of(huge, BLOCK, MAX_BLOCK)));
  }

  @Test
  void streamsWithoutEndMakeNoTinyBlocks() throws Exception {
    // Headers of gzip, each with a stored block that holds the next one.
    byte[] cell = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, (byte) 0xF5, -1};
    byte[] file = new byte[1_300_000];
    for (int i = 0; i < file.length; i++) {
      file[i] = cell[i % cell.length];
    }
    List<Plan> plans = Blocks.of(file, 1 << 14, 1 << 18);
    assertTrue(plans.size() <= 4 * file.length / (1 << 14) + 4, plans.size() + " blocks");
  }

  @Test
  void waitsForMore() {
    Segmenter segmenter = new Segmenter(5000, 50_000);
    byte[] window = new byte[60_000];
    assertEquals(0, segmenter.next(window, 0, 4999, false).length());
    assertEquals(5000, segmenter.next(window, 0, 5500, false).length());
    assertEquals(5000, segmenter.next(window, 5000, 50_000, false).length());
    assertThrows(
        IndexOutOfBoundsException.class, () -> segmenter.next(window, 50_000, 20_000, true));
  }

  @Test
  void refusesImpossibleSizes() {
    assertThrows(IllegalArgumentException.class, () -> new Segmenter(0, 10));
    assertThrows(IllegalArgumentException.class, () -> new Segmenter(11, 10));
  }
}
