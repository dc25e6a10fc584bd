package io.bytezip.modalities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.SoundFiles.Coding;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SoundFormatsTest {
  private static final int BLOCK = 1 << 20;
  private static final int MAX_BLOCK = 1 << 22;

  @Property(tries = 300)
  void soundsComeBack(@ForAll long seed) throws Exception {
    Blocks.of(SoundFiles.any(new Random(seed)), BLOCK, MAX_BLOCK);
  }

  @Property(tries = 200)
  void soundsComeBackInSmallBlocks(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5000) int blockSize,
      @ForAll @IntRange(max = 40_000) int more)
      throws Exception {
    Blocks.of(SoundFiles.any(new Random(seed)), blockSize, blockSize + more);
  }

  @Test
  void everyTruncationOfAHeaderComesBack() throws Exception {
    for (int seed = 0; seed < 25; seed++) {
      byte[] file = SoundFiles.any(new Random(seed));
      for (int end = 0; end < Math.min(file.length, 200); end++) {
        Blocks.of(Arrays.copyOf(file, end), BLOCK, MAX_BLOCK);
      }
    }
  }

  @Property(tries = 150)
  void damagedSoundsComeBack(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    byte[] file = SoundFiles.any(random);
    for (int i = 0; i < 20; i++) {
      byte[] damaged = Arrays.copyOf(file, 1 + random.nextInt(file.length));
      int spread = random.nextBoolean() ? Math.min(damaged.length, 160) : damaged.length;
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
      "RIFX    WAVEfmt ",
      "RF64    WAVEds64",
      "FORM    AIFFCOMM",
      "FORM    AIFCSSND",
      ".snd\0\0\0\30",
      "dns.\30\0\0\0",
      "caff\0\1\0\0desc"
    };
    byte[] magic = magics[kind].getBytes(StandardCharsets.ISO_8859_1);
    byte[] file = Arrays.copyOf(magic, magic.length + bytes.length);
    System.arraycopy(bytes, 0, file, magic.length, bytes.length);
    Blocks.of(file, 64, 4096);
  }

  @Test
  void integersAreOpened() throws Exception {
    for (int channels : new int[] {1, 2, 6, 8}) {
      for (int bytes = 1; bytes <= 4; bytes++) {
        for (boolean big : new boolean[] {false, true}) {
          Random random = new Random(bytes);
          boolean signed = bytes > 1;
          Coding coding = signed ? Coding.SIGNED : Coding.UNSIGNED;
          Layout expected = new SamplesLayout(channels, 8 * bytes, signed, big);
          assertOpened(expected, SoundFiles.wav(random, channels, bytes, coding, big));
          Layout turned = new SamplesLayout(channels, 8 * bytes, true, big);
          assertOpened(turned, SoundFiles.aiff(random, channels, bytes, Coding.SIGNED, big));
          assertOpened(turned, SoundFiles.au(random, channels, bytes, Coding.SIGNED, big));
          assertOpened(turned, SoundFiles.caf(random, channels, bytes, Coding.SIGNED, big));
        }
      }
    }
  }

  @Test
  void floatsThatAreIntegersAreOpened() throws Exception {
    for (int channels = 1; channels <= 2; channels++) {
      for (int bytes = 4; bytes <= 8; bytes += 4) {
        for (boolean big : new boolean[] {false, true}) {
          Random random = new Random(bytes);
          Layout expected = new SamplesLayout(channels, 16, true, false);
          assertOpened(expected, SoundFiles.wav(random, channels, bytes, Coding.SCALED, big));
          assertOpened(expected, SoundFiles.aiff(random, channels, bytes, Coding.SCALED, big));
          assertOpened(expected, SoundFiles.au(random, channels, bytes, Coding.SCALED, big));
          assertOpened(expected, SoundFiles.caf(random, channels, bytes, Coding.SCALED, big));
        }
      }
    }
  }

  private static void assertOpened(Layout expected, byte[] file) throws Exception {
    List<Plan> plans = Blocks.of(file, BLOCK, MAX_BLOCK);
    assertEquals(1, plans.size());
    assertEquals(expected, Blocks.opened(plans));
    long samples =
        plans.getFirst().segments().stream()
            .filter(segment -> segment.layout().equals(expected))
            .mapToLong(segment -> segment.bytes().length)
            .sum();
    assertTrue(samples >= 1100L * ((SamplesLayout) expected).channels(), "samples " + samples);
  }

  @Test
  void otherFloatsStayAsTheyAre() throws Exception {
    byte[] file = SoundFiles.wav(new Random(1), 1, 4, Coding.FLOAT, false);
    assertNull(Blocks.opened(Blocks.of(file, BLOCK, MAX_BLOCK)));
  }

  @Test
  void floatsGoOnFromBlockToBlock() throws Exception {
    byte[] file = SoundFiles.wav(new Random(1), 2, 4, Coding.SCALED, false);
    List<Plan> plans = Blocks.of(file, 3000, MAX_BLOCK);
    long samples = 0;
    for (Plan plan : plans) {
      for (Segment segment : plan.segments()) {
        samples += segment.layout() instanceof SamplesLayout ? segment.bytes().length : 0;
      }
    }
    assertTrue(plans.size() >= 2, "blocks: " + plans.size());
    assertTrue(samples >= 1100 * 2 * 2, "samples " + samples);
  }
}
