package io.bytezip.codec.mix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.Evidence;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LevelExpertTest {
  /** In the last byte, and in the one before it. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void unusedLowBitsAreFound(int levels) {
    SplittableRandom random = new SplittableRandom(1);
    LevelExpert expert = new LevelExpert();
    Evidence evidence = new Evidence(new Evidence.Shape(0, 1, new int[0]));
    evidence.step = levels == 0 ? 1 : 256;
    evidence.levels = levels;
    float[] x = new float[2];
    for (int i = 0; i < 500; i++) {
      evidence.base = random.nextInt(-40000, 40000);
      expert.begin(evidence);
      // The sample base + c is a multiple of 16.
      int c = (-evidence.base & 15) + 16 * random.nextInt(16);
      int node = 1;
      for (int shift = 7; shift >= 0; shift--) {
        expert.predict(node, x, 0);
        int bit = c >>> shift & 1;
        if (i > 300 && shift < 4) {
          float toward = bit == 1 ? x[0] : -x[0];
          assertTrue(toward > 2, "sample " + i + ", bit " + shift + ": " + toward);
        }
        expert.learn(node, bit);
        node = 2 * node + bit;
      }
    }
  }

  @Test
  void nothingIsSaidOfHighBytes() {
    LevelExpert expert = new LevelExpert();
    Evidence evidence = new Evidence(new Evidence.Shape(0, 1, new int[0]));
    evidence.levels = Evidence.NO_LEVELS;
    float[] x = {1, 1};
    for (int i = 0; i < 100; i++) {
      expert.begin(evidence);
      int node = 1;
      for (int depth = 0; depth < 8; depth++) {
        expert.predict(node, x, 0);
        assertArrayEquals(new float[2], x);
        expert.learn(node, 0);
        node *= 2;
      }
    }
  }
}
