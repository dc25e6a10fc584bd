package io.bytezip.modalities;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class LogScaleTest {
  @Test
  void stepsWithinOctaves() {
    assertEquals(0, LogScale.level(0.49, 0.5, 1, 9));
    assertEquals(1, LogScale.level(0.5, 0.5, 1, 9));
    assertEquals(1, LogScale.level(0.74, 0.5, 1, 9));
    assertEquals(2, LogScale.level(0.75, 0.5, 1, 9));
    assertEquals(3, LogScale.level(1, 0.5, 1, 9));
    assertEquals(5, LogScale.level(2, 0.5, 1, 9));
    assertEquals(9, LogScale.level(1e300, 0.5, 1, 9));
    assertEquals(9, LogScale.level(Double.POSITIVE_INFINITY, 0.5, 1, 9));
    assertEquals(0, LogScale.level(Double.NaN, 0.5, 1, 9));
  }

  @Property
  void signedIsSymmetricAndMonotone(
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double a,
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double b) {
    int la = LogScale.signed(a, 0.5, 0, 7);
    int lb = LogScale.signed(b, 0.5, 0, 7);
    assertEquals(14 - la, LogScale.signed(-a, 0.5, 0, 7));
    Assertions.assertTrue(a < b ? la <= lb : la >= lb);
    Assertions.assertTrue(la >= 0 && la <= 14);
  }
}
