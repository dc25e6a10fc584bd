package io.bytezip.codec.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The vector kernel has the bits of the scalar one. */
class MixKernelTest {
  private final MixKernel scalar = new ScalarMixKernel();
  private final MixKernel vector = new VectorMixKernel();

  private static float[] numbers(SplittableRandom random, int n, boolean wild) {
    float[] special = {0f, -0f, Float.MIN_VALUE, -1e-40f, 1e30f, -3e38f};
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      boolean odd = wild && random.nextInt(20) == 0;
      x[i] =
          odd ? special[random.nextInt(special.length)] : (float) (random.nextDouble() * 24 - 12);
    }
    return x;
  }

  @Property(tries = 300)
  void sums(
      @ForAll @IntRange(max = 20) int strides,
      @ForAll @IntRange(max = 40) int offset,
      @ForAll boolean wild,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = strides * MixKernel.STRIDE;
    float[] weights = numbers(random, offset + n, wild);
    float[] inputs = numbers(random, n, wild);
    assertEquals(
        Float.floatToRawIntBits(scalar.dot(weights, offset, inputs, n)),
        Float.floatToRawIntBits(vector.dot(weights, offset, inputs, n)));
  }

  @Property(tries = 300)
  void training(
      @ForAll @IntRange(max = 20) int strides,
      @ForAll @IntRange(max = 40) int offset,
      @ForAll boolean wild,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = strides * MixKernel.STRIDE;
    float[] one = numbers(random, offset + n + 5, wild);
    float[] other = one.clone();
    float[] inputs = numbers(random, n, wild);
    float step = (float) random.nextDouble() - 0.5f;
    scalar.train(one, offset, inputs, n, step);
    vector.train(other, offset, inputs, n, step);
    for (int i = 0; i < one.length; i++) {
      assertEquals(Float.floatToRawIntBits(one[i]), Float.floatToRawIntBits(other[i]));
    }
  }

  /** The order of the sum, written out once more. */
  @Property(tries = 50)
  void theOrderIsTheDocumentedOne(@ForAll @IntRange(max = 9) int strides, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = strides * 16;
    float[] weights = numbers(random, n, false);
    float[] inputs = numbers(random, n, false);
    float[] p = new float[16];
    for (int i = 0; i < n; i++) {
      p[i % 16] = Math.fma(weights[i], inputs[i], p[i % 16]);
    }
    for (int half : new int[] {8, 4, 2, 1}) {
      for (int j = 0; j < half; j++) {
        p[j] = p[j] + p[j + half];
      }
    }
    assertEquals(
        Float.floatToRawIntBits(p[0]), Float.floatToRawIntBits(vector.dot(weights, 0, inputs, n)));
  }
}
