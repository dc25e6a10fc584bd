package io.bytezip.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExponentialTest {
  @Test
  void isWithinTwoUlpsEverywhere() {
    for (float x = -86.99f; x < 88f; x += 0.00171f) {
      float have = Exponential.of(x);
      double want = Math.exp(x);
      assertTrue(
          Math.abs(have - want) <= 1.1 * Math.ulp((float) want),
          x + ": " + have + " instead of " + want);
    }
  }

  @Test
  void hasAnAnswerForEverything() {
    assertEquals(1f, Exponential.of(0f));
    assertEquals(1f, Exponential.of(-0f));
    assertEquals(1f, Exponential.of(Float.MIN_VALUE));
    assertEquals(0f, Exponential.of(Float.NEGATIVE_INFINITY));
    assertEquals(0f, Exponential.of(-Float.MAX_VALUE));
    assertEquals(0f, Exponential.of(-87f));
    assertEquals(0f, Exponential.of(Float.NaN));
    assertEquals(Exponential.of(88f), Exponential.of(Float.POSITIVE_INFINITY));
  }

  @Test
  void neverExceedsOneBelowZero() {
    for (int exponent = Float.MIN_EXPONENT; exponent < 6; exponent++) {
      float x = -1.3f * (float) Math.scalb(1.0, exponent);
      assertTrue(Exponential.of(x) <= 1f, () -> "at " + x);
    }
    for (int i = 1; i < 100_000; i++) {
      float x = -1e-5f * i;
      assertTrue(Exponential.of(x) < 1f, () -> "at " + x);
    }
  }

  @Test
  void siluIsSmoothAndBounded() {
    for (float x = -200f; x < 200f; x += 0.013f) {
      double want = x / (1 + Math.exp(-x));
      assertEquals(want, Exponential.silu(x), 1e-6 * Math.max(1, Math.abs(want)));
    }
    assertEquals(0f, Exponential.silu(-Float.MAX_VALUE), 0f);
    assertEquals(Float.MAX_VALUE, Exponential.silu(Float.MAX_VALUE));
  }
}
