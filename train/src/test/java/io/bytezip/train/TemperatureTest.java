package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class TemperatureTest {
  @Property(tries = 100)
  void itIsFoundToWithinAHundredth(@ForAll @DoubleRange(min = 0.7, max = 1.5) double best) {
    AtomicInteger asked = new AtomicInteger();
    double found =
        Temperature.best(
            t -> {
              asked.incrementAndGet();
              return Math.log(t) + best / t;
            });
    assertEquals(Math.clamp(best, 0.8, 1.4), found, 0.0101);
    assertTrue(asked.get() <= 14, asked + " times");
  }
}
