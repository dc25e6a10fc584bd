package io.bytezip.modalities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.format.RawFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RawTest {
  private static final int BLOCK = 1 << 20;
  private static final String[] KINDS = {
    "f16",
    "bf16",
    "f32",
    "f64be",
    "i8",
    "u8:100",
    "i16",
    "u16be",
    "i32:50",
    "u64",
    "f32be:16",
    "pcm:16:2:44100",
    "pcm:8u:1",
    "pcm:24be:2",
    "pcm:16ube:1",
    "pixels:50x3",
    "pixels:7x4bgr",
    "pixels:67108864x4"
  };

  private static List<Plan> plans(String kind, byte[] file, int block) throws Exception {
    return Blocks.of(file, new Segmenter(block, BLOCK, List.of(RawFormat.of(kind))), BLOCK);
  }

  @Property(tries = 300)
  void filesComeBack(@ForAll long seed, @ForAll @IntRange(min = 100, max = 30_000) int block)
      throws Exception {
    Random random = new Random(seed);
    TensorFiles files = new TensorFiles(random);
    byte[] file = files.numbers(1 + random.nextInt(4000), 1 + random.nextInt(9));
    plans(KINDS[random.nextInt(KINDS.length)], file, block);
  }

  @Test
  void kindsHaveTheirLayouts() throws Exception {
    byte[] file = new TensorFiles(new Random(1)).numbers(3000, 4);
    assertEquals(
        new SamplesLayout(2, 16, true, false), Blocks.opened(plans("pcm:16:2:44100", file, BLOCK)));
    assertEquals(
        new SamplesLayout(1, 24, false, true), Blocks.opened(plans("PCM:24ube:1", file, BLOCK)));
    assertEquals(
        new PixelsLayout(50, 3, true), Blocks.opened(plans("pixels:50x3bgr", file, BLOCK)));
  }

  /** What looks like a file with a header is what it was said to be, all the same. */
  @Test
  void nothingIsFoundOut() throws Exception {
    byte[] file = new TestFiles(new Random(1)).wav(1, 16);
    assertTrue(Blocks.opened(plans("pixels:20x1", file, BLOCK)) instanceof PixelsLayout);
  }

  @Test
  void unknownKindsAreRefused() {
    for (String kind :
        new String[] {
          "",
          "f8",
          "f128",
          "i24",
          "u7",
          "f32:",
          "f32:-1",
          "pcm",
          "pcm:12:1",
          "pcm:16:3",
          "pcm:16",
          "pixels",
          "pixels:0x3",
          "pixels:5x5",
          "pixels:5",
          "pixels:67108865x4",
          "wav",
          "f32be:12345678901"
        }) {
      assertThrows(IllegalArgumentException.class, () -> RawFormat.of(kind), kind);
    }
  }
}
