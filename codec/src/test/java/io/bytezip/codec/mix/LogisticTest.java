package io.bytezip.codec.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The tables against StrictMath. */
class LogisticTest {
  private static final int TRIES = 20_000;

  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void ln() {
    for (int i = 0; i < TRIES; i++) {
      float x = (float) StrictMath.exp(random.nextDouble(-80, 80));
      double exact = StrictMath.log(x);
      assertEquals(exact, Logistic.ln(x), 2e-7 * (1 + Math.abs(exact)), "ln " + x);
    }
  }

  @Test
  void stretch() {
    for (int i = 0; i < TRIES; i++) {
      float p = (float) random.nextDouble(1e-4, 0.9999);
      double exact = StrictMath.log(p / (1 - (double) p));
      assertEquals(exact, Logistic.stretch(p), 4e-6, "stretch " + p);
    }
  }

  @Test
  void squash() {
    for (int i = 0; i < TRIES; i++) {
      float x = (float) random.nextDouble(-12, 12);
      double exact = 1 / (1 + StrictMath.exp(-x));
      assertEquals(exact, Logistic.squash(x), 2e-6, "squash " + x);
      // Small probabilities are right in proportion, too.
      assertEquals(1, Logistic.squash(x) / exact, 1e-4, "squash " + x);
    }
  }

  @Test
  void softplus() {
    for (int i = 0; i < TRIES; i++) {
      float x = (float) random.nextDouble(-40, 40);
      double exact = x > 30 ? x : StrictMath.log1p(StrictMath.exp(x));
      assertEquals(exact, Logistic.softplus(x), 4e-5, "softplus " + x);
    }
  }

  @Test
  void squashUndoesStretchAndGrows() {
    float last = 0;
    for (int i = -11_900; i <= 11_900; i++) {
      float p = Logistic.squash(i / 1000f);
      assertTrue(p >= last && p > 0 && p < 1, i + ": " + p);
      assertEquals(i / 1000f, Logistic.stretch(p), Math.abs(i) < 8000 ? 2e-3 : 0.2);
      last = p;
    }
  }

  @Test
  void everythingStaysWithinTheLimit() {
    for (float x :
        new float[] {
          Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e38f, -1e38f, 0, -0f
        }) {
      float clamped = Logistic.clamp(x);
      assertTrue(clamped >= -Logistic.LIMIT && clamped <= Logistic.LIMIT, "clamp " + x);
      float p = Logistic.squash(x);
      assertTrue(p > 0 && p < 1, x + ": " + p);
      assertTrue(Logistic.softplus(x) >= 0, "softplus " + x);
    }
    for (float p : new float[] {Float.MIN_NORMAL, 1e-12f, 0.9999999f}) {
      float stretched = Logistic.stretch(p);
      assertTrue(stretched >= -Logistic.LIMIT && stretched <= Logistic.LIMIT, "stretch " + p);
    }
  }
}
