package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InformationTest {
  @Test
  void itAddsUpLogarithms() {
    SplittableRandom random = new SplittableRandom(4);
    Information information = new Information();
    double bits = 0;
    for (int i = 0; i < 100_000; i++) {
      int whole = 256 + random.nextInt(1 << 30);
      int part = 1 + random.nextInt(1 + random.nextInt(whole));
      bits -= Math.log((double) part / whole) / Math.log(2);
      information.add(part, whole);
    }
    assertEquals(bits / 8, (double) information.bytes(), 1 + bits * 1e-9);
  }

  @Test
  void nothingTakesNothing() {
    Information information = new Information();
    assertEquals(0, information.bytes());
    information.add(7, 7);
    assertEquals(0, information.bytes());
  }

  @Test
  void theLeastProbabilitiesDoNotUnderflow() {
    Information information = new Information();
    for (int i = 0; i < 1000; i++) {
      information.add(1, (1 << 30) + 256);
    }
    assertEquals(30 * 1000 / 8, information.bytes());
  }
}
