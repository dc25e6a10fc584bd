package io.bytezip.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The vector kernel has the bits of the scalar one, for all shapes and for extreme values. */
class KernelTest {
  private final Kernel scalar = new ScalarKernel();
  private final Kernel vector = new VectorKernel();
  private final float[] partial = new float[Kernel.PANEL];

  /** Mostly ordinary numbers; sometimes zeros of both signs, tiny, huge, infinite. */
  private static float[] numbers(SplittableRandom random, int n, boolean wild) {
    float[] special = {
      0f,
      -0f,
      Float.MIN_VALUE,
      -1e-40f,
      1e30f,
      -3e38f,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY
    };
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      boolean odd = wild && random.nextInt(20) == 0;
      x[i] =
          odd ? special[random.nextInt(special.length)] : (float) (random.nextDouble() * 20 - 10);
    }
    return x;
  }

  /** NaN is one value here: Java does not fix its bits. */
  private static void assertSame(float[] expected, float[] actual) {
    int[] want = new int[expected.length];
    int[] have = new int[actual.length];
    for (int i = 0; i < expected.length; i++) {
      want[i] = Float.floatToIntBits(expected[i]);
      have[i] = Float.floatToIntBits(actual[i]);
    }
    assertArrayEquals(want, have);
  }

  @Property(tries = 400)
  void products(
      @ForAll @IntRange(min = 1, max = 21) int m,
      @ForAll @IntRange(min = 1, max = 70) int k,
      @ForAll @IntRange(min = 1, max = 11) int panels,
      @ForAll @IntRange(max = 5) int gap,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int aStride = k + gap;
    int panelStride = (k + gap) * Kernel.PANEL;
    int cStride = panels * Kernel.PANEL + gap;
    boolean wild = seed % 4 == 0;
    float[] a = numbers(random, gap + m * aStride, wild);
    float[] b = numbers(random, gap + panels * panelStride, wild);
    float[] expected = numbers(random, gap + m * cStride, false);
    float[] actual = expected.clone();
    scalar.multiply(m, k, a, gap, aStride, b, gap, panelStride, panels, expected, gap, cStride);
    vector.multiply(m, k, a, gap, aStride, b, gap, panelStride, panels, actual, gap, cStride);
    assertSame(expected, actual);
    int row = random.nextInt(m);
    int column = random.nextInt(panels * Kernel.PANEL);
    float sum = 0f;
    for (int i = 0; i < k; i++) {
      int at = gap + column / Kernel.PANEL * panelStride + i * Kernel.PANEL + column % Kernel.PANEL;
      sum = Math.fma(a[gap + row * aStride + i], b[at], sum);
    }
    assertEquals(
        Float.floatToIntBits(sum), Float.floatToIntBits(expected[gap + row * cStride + column]));
  }

  @Property(tries = 300)
  void sums(
      @ForAll @IntRange(min = 1, max = 100) int n,
      @ForAll @IntRange(max = 3) int offset,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = numbers(random, offset + n, false);
    float mean = seed % 2 == 0 ? 0f : 1.25f;
    assertEquals(
        Float.floatToRawIntBits(scalar.squares(x, offset, n, mean, partial)),
        Float.floatToRawIntBits(vector.squares(x, offset, n, mean, partial)));
    assertEquals(
        Float.floatToRawIntBits(scalar.sum(x, offset, n, partial)),
        Float.floatToRawIntBits(vector.sum(x, offset, n, partial)));
    double exact = 0;
    for (int i = offset; i < offset + n; i++) {
      exact += x[i];
    }
    assertEquals(exact, scalar.sum(x, offset, n, partial), 1e-4);
  }

  @Property(tries = 300)
  void softmax(
      @ForAll @IntRange(min = 1, max = 100) int n,
      @ForAll @IntRange(max = 3) int offset,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] expected = numbers(random, offset + n + 2, seed % 2 == 0);
    float[] actual = expected.clone();
    float scale = seed % 3 == 0 ? 1f : 0.37f;
    float want = scalar.softmax(expected, offset, n, scale, partial);
    float have = vector.softmax(actual, offset, n, scale, partial);
    assertSame(expected, actual);
    assertEquals(Float.floatToRawIntBits(want), Float.floatToRawIntBits(have));
  }

  @Property(tries = 300)
  void swiGlu(
      @ForAll @IntRange(min = 1, max = 100) int n,
      @ForAll @IntRange(max = 3) int offset,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] gate = numbers(random, offset + n, seed % 2 == 0);
    float[] up = numbers(random, n, seed % 2 == 0);
    float[] expected = new float[offset + n + 3];
    float[] actual = expected.clone();
    scalar.swiGlu(gate, offset, up, 0, expected, offset, n);
    vector.swiGlu(gate, offset, up, 0, actual, offset, n);
    assertSame(expected, actual);
  }
}
