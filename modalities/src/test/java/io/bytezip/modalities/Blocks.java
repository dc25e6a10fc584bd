package io.bytezip.modalities;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.recipe.Restorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Drives a segmenter over a whole file, as a codec would, and checks that every block comes back.
 */
final class Blocks {
  private Blocks() {}

  /** The plans of the file's blocks, each of which has been restored and compared. */
  static List<Plan> of(byte[] file, int blockSize, int maxBlockSize) throws Exception {
    return of(file, new Segmenter(blockSize, maxBlockSize), maxBlockSize);
  }

  /** The same with a segmenter of this greatest block size. */
  static List<Plan> of(byte[] file, Segmenter segmenter, int maxBlockSize) throws Exception {
    List<Plan> plans = new ArrayList<>();
    int position = 0;
    while (position < file.length) {
      int wanted = segmenter.wanted();
      assertTrue(wanted >= 1 && wanted <= maxBlockSize, "wanted " + wanted);
      int length = Math.min(wanted, file.length - position);
      boolean end = position + length == file.length;
      Plan plan = segmenter.next(file, position, length, end);
      if (plan.length() == 0) {
        assertTrue(!end && segmenter.wanted() > wanted, "no progress");
        continue;
      }
      assertTrue(plan.length() <= length, "more than there is");
      long total = 0;
      for (Segment segment : plan.segments()) {
        total += segment.bytes().length;
      }
      assertTrue(total <= maxBlockSize, "segments of " + total + " bytes");
      byte[] block = Arrays.copyOfRange(file, position, position + plan.length());
      assertArrayEquals(block, restore(plan));
      plans.add(plan);
      position += plan.length();
    }
    return plans;
  }

  static byte[] restore(Plan plan) throws MalformedRecipeException {
    List<byte[]> segments = plan.segments().stream().map(Segment::bytes).toList();
    return Restorer.restore(plan.recipe(), segments, plan.length());
  }

  /** The first layout that isn't plain bytes; null if there is none. */
  static Layout opened(List<Plan> plans) {
    for (Plan plan : plans) {
      for (Segment segment : plan.segments()) {
        if (!(segment.layout() instanceof BytesLayout)) {
          return segment.layout();
        }
      }
    }
    return null;
  }
}
