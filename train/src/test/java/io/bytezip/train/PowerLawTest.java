package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.train.PowerLaw.Point;
import io.bytezip.train.data.TrainException;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class PowerLawTest {
  private static List<Point> points(PowerLaw law, double... flop) {
    return DoubleStream.of(flop).mapToObj(x -> new Point(x, law.bits(x))).toList();
  }

  @Test
  void findsTheLawThatPointsFollow() throws Exception {
    PowerLaw law = new PowerLaw(1.2, 4000, 0.25);
    List<Point> points = points(law, 1e12, 3e12, 1e13, 5e13, 1e15);
    PowerLaw found = PowerLaw.fit(points);
    assertEquals(1.2, found.floor(), 1e-6);
    assertEquals(0.25, found.exponent(), 1e-9);
    assertEquals(law.bits(1e16), found.bits(1e16), 1e-6);
    assertEquals(0, found.error(points), 1e-6);
  }

  @Test
  void noFloorBelowZero() throws Exception {
    List<Point> points =
        List.of(new Point(1, 8), new Point(10, 5), new Point(100, 2), new Point(1000, 0.1));
    PowerLaw found = PowerLaw.fit(points);
    assertEquals(0, found.floor());
    assertTrue(found.bits(1e9) >= 0);
  }

  private static void assertNoLaw(String reason, List<Point> points) {
    TrainException e = assertThrows(TrainException.class, () -> PowerLaw.fit(points));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  @Test
  void noLawWithoutReason() {
    PowerLaw law = new PowerLaw(1, 100, 0.2);
    assertNoLaw("four runs", points(law, 1e3, 1e4, 1e5));
    assertNoLaw("three different budgets", points(law, 1e3, 1e3, 1e4, 1e4));
    assertNoLaw("three different budgets", points(law, 1e3, 1.0001e3, 1.0002e3, 1.0003e3));
    assertNoLaw("no bits off", points(new PowerLaw(3, -10, 0.2), 1e3, 1e4, 1e5, 1e6));
    assertNoLaw("not fall as a power", points(new PowerLaw(1, 8, 3), 1, 1.5, 2, 3));
  }
}
