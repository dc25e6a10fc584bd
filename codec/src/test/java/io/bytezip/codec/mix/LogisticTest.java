package io.bytezip.codec.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

/** The tables against StrictMath. */
class LogisticTest {
  @Property(tries = 2000)
  void ln(@ForAll @FloatRange(min = 1e-30f, max = 1e30f) float x) {
    double exact = StrictMath.log(x);
    assertEquals(exact, Logistic.ln(x), 2e-7 * (1 + Math.abs(exact)));
  }

  @Property(tries = 2000)
  void stretch(@ForAll @FloatRange(min = 1e-4f, max = 0.9999f) float p) {
    assertEquals(StrictMath.log(p / (1 - (double) p)), Logistic.stretch(p), 4e-6);
  }

  @Property(tries = 2000)
  void squash(@ForAll @FloatRange(min = -12, max = 12) float x) {
    double exact = 1 / (1 + StrictMath.exp(-x));
    assertEquals(exact, Logistic.squash(x), 2e-6);
    // Small probabilities are right in proportion, too.
    assertEquals(1, Logistic.squash(x) / exact, 1e-4);
  }

  @Property(tries = 2000)
  void softplus(@ForAll @FloatRange(min = -40, max = 40) float x) {
    double exact = x > 30 ? x : StrictMath.log1p(StrictMath.exp(x));
    assertEquals(exact, Logistic.softplus(x), 4e-5);
  }

  @Test
  void squashUndoesStretchAndGrows() {
    float last = 0;
    for (int i = -12_000; i <= 12_000; i++) {
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
      assertTrue(clamped >= -Logistic.LIMIT && clamped <= Logistic.LIMIT);
      float p = Logistic.squash(x);
      assertTrue(p > 0 && p < 1, x + ": " + p);
      float soft = Logistic.softplus(x);
      assertTrue(soft >= 0 || x != x, x + ": " + soft);
    }
    for (float p : new float[] {Float.MIN_NORMAL, 1e-12f, 0.9999999f}) {
      float stretched = Logistic.stretch(p);
      assertTrue(stretched >= -Logistic.LIMIT && stretched <= Logistic.LIMIT);
    }
  }
}
