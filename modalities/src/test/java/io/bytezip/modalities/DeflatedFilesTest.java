package io.bytezip.modalities;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DeflatedFilesTest {
  private static final int BLOCK = 1 << 20;
  private static final int MAX_BLOCK = 1 << 22;

  private static byte[] any(Random random) {
    byte[] content = DeflatedFiles.content(random);
    return switch (random.nextInt(3)) {
      case 0 -> DeflatedFiles.gzip(random, content);
      case 1 -> DeflatedFiles.zip(random, content, DeflatedFiles.text(random));
      default -> DeflatedFiles.pdf(random, content);
    };
  }

  @Property(tries = 200)
  void filesComeBack(@ForAll long seed) throws Exception {
    Blocks.of(any(new Random(seed)), BLOCK, MAX_BLOCK);
  }

  @Property(tries = 100)
  void filesComeBackInSmallBlocks(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5000) int blockSize,
      @ForAll @IntRange(max = 40_000) int more)
      throws Exception {
    Blocks.of(any(new Random(seed)), blockSize, blockSize + more);
  }

  @Property(tries = 60)
  void truncatedFilesComeBack(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    byte[] file = any(random);
    for (int i = 0; i < 10; i++) {
      Blocks.of(Arrays.copyOf(file, random.nextInt(file.length)), BLOCK, MAX_BLOCK);
    }
  }

  @Test
  void whatIsDeflatedIsOpened() throws Exception {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      byte[] text = DeflatedFiles.text(random);
      byte[] nested = DeflatedFiles.zip(random, DeflatedFiles.gzip(random, text));
      for (byte[] file :
          List.of(
              DeflatedFiles.gzip(random, text),
              DeflatedFiles.zip(random, text),
              DeflatedFiles.pdf(random, text),
              nested)) {
        Plan plan = Blocks.of(file, BLOCK, MAX_BLOCK).getFirst();
        assertTrue(
            plan.segments().stream().anyMatch(segment -> begins(segment.bytes(), text)),
            "seed " + seed);
      }
    }
  }

  private static boolean begins(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }
}
