package io.bytezip.codec.mix;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.Evidence;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LevelExpertTest {
  @Test
  void unusedLowBitsAreFound() {
    SplittableRandom random = new SplittableRandom(1);
    LevelExpert expert = new LevelExpert();
    Evidence evidence = new Evidence(new Evidence.Shape(0, 1, new int[0]));
    evidence.step = 1;
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
}
