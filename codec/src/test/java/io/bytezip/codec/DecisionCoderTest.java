package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DecisionCoderTest {
  private static final int ONE = 1 << DecisionCoder.PROBABILITY_BITS;

  @Property(tries = 300)
  void decisionsComeBack(@ForAll long seed, @ForAll @IntRange(max = 3000) int count)
      throws CorruptArchiveException {
    SplittableRandom random = new SplittableRandom(seed);
    int[] bits = new int[count];
    int[] zeros = new int[count];
    int style = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      zeros[i] = probability(random, style);
      // Carries run through long runs of 0xFF where likely ones follow one another.
      boolean likely = random.nextInt(20) > 0;
      bits[i] = zeros[i] > ONE / 2 == likely ? 0 : 1;
    }
    DecisionEncoder encoder = new DecisionEncoder();
    double ideal = 0;
    for (int i = 0; i < count; i++) {
      encoder.code(bits[i], zeros[i]);
      double p = zeros[i] / (double) ONE;
      ideal -= Math.log(bits[i] == 0 ? p : 1 - p) / Math.log(2);
    }
    byte[] bytes = encoder.finish();
    assertTrue(bytes.length <= Math.ceil(ideal / 8 + 0.01) + 1, "no more than a byte is lost");
    DecisionDecoder decoder = new DecisionDecoder(bytes);
    for (int i = 0; i < count; i++) {
      assertEquals(bits[i], decoder.code(0, zeros[i]));
    }
    decoder.finish();
    if (count > 0) {
      byte[] longer = Arrays.copyOf(bytes, bytes.length + DecisionCoder.REGISTER_BYTES + 1);
      DecisionDecoder other = new DecisionDecoder(longer);
      for (int i = 0; i < count; i++) {
        other.code(0, zeros[i]);
      }
      assertThrows(CorruptArchiveException.class, other::finish);
    }
  }

  private static int probability(SplittableRandom random, int style) {
    int least = DecisionCoder.PROBABILITY_MIN;
    return switch (style) {
      case 0 -> random.nextInt(least, ONE - least + 1);
      case 1 -> random.nextBoolean() ? least : ONE - least;
      case 2 -> least + random.nextInt(3);
      default -> ONE - least - random.nextInt(1000);
    };
  }

  @Property(tries = 100)
  void aMarkForgetsWhatFollowed(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    DecisionEncoder straight = new DecisionEncoder();
    DecisionEncoder winding = new DecisionEncoder();
    for (int i = 0; i < 300; i++) {
      if (random.nextInt(30) == 0) {
        DecisionEncoder.Mark mark = winding.mark();
        for (int j = random.nextInt(200); j > 0; j--) {
          winding.code(random.nextInt(2), probability(random, j & 3));
        }
        winding.reset(mark);
      }
      int bit = random.nextInt(2);
      int zero = probability(random, 0);
      straight.code(bit, zero);
      winding.code(bit, zero);
    }
    assertArrayEquals(straight.finish(), winding.finish());
  }

  @Test
  void nothingTakesNothing() throws CorruptArchiveException {
    assertEquals(0, new DecisionEncoder().finish().length);
    new DecisionDecoder(new byte[0]).finish();
  }

  @Test
  void readingOnPastTheEndFails() throws CorruptArchiveException {
    DecisionDecoder decoder = new DecisionDecoder(new byte[] {1, 2, 3});
    assertThrows(
        CorruptArchiveException.class,
        () -> {
          for (int i = 0; i < 1000; i++) {
            decoder.code(0, ONE / 2);
          }
        });
  }
}
