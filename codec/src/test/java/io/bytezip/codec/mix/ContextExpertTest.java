package io.bytezip.codec.mix;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContextExpertTest {
  /** A map's probability once fell below nothing, and so came to be nearly one. */
  @Test
  void whatIsAlwaysWrongIsNeverTrusted() {
    Map<MixerPart, Integer> sizes = ContextExpert.parts(1);
    float[] unlikely = new float[sizes.get(MixerPart.RUNS)];
    Arrays.fill(unlikely, -12);
    ContextExpert expert =
        new ContextExpert(1, 12, MixerStart.of(sizes, Map.of(MixerPart.RUNS, unlikely)));
    float[] x = new float[ContextExpert.INPUTS];
    for (int i = 0; i < 300; i++) {
      int value = i % 2 == 0 ? 0 : 255;
      expert.hashes()[0] = 7;
      expert.begin();
      for (int node = 1; node < 256; ) {
        int bit = value >>> 7 - (31 - Integer.numberOfLeadingZeros(node)) & 1;
        expert.predict(node, x, 0);
        if (node == 1 && i > 0) {
          float forLastByte = value == 255 ? -x[3] : x[3];
          assertTrue(forLastByte < -5, "byte " + i + ": " + forLastByte);
        }
        expert.learn(node, bit);
        node = 2 * node + bit;
      }
    }
  }
}
