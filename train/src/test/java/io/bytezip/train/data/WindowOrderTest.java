package io.bytezip.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.train.data.WindowOrder.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WindowOrderTest {
  private static final int[] SHARDS = {1000, 70, 999, 500, 1200, 800, 30};

  @Test
  void finaliserIsSplitMixs() {
    // The first two numbers of SplitMix64 with seed 0.
    assertEquals(0xE220A8397B1DCDAFL, WindowOrder.mix(0x9E3779B97F4A7C15L));
    assertEquals(0x6E789E6AA1B965F4L, WindowOrder.mix(0x3C6EF372FE94F82AL));
  }

  @Test
  void placesStayWhatTheyAre() {
    WindowOrder order = new WindowOrder(7, 64, SHARDS);
    List<Place> places = new ArrayList<>();
    for (long n : new long[] {0, 1, 2, 40, 69, 70, 500, 123_456}) {
      places.add(order.place(n));
    }
    assertEquals(GOLDEN, places);
  }

  /** Computed by an independent program from the description in docs/DATA.md. */
  private static final List<Place> GOLDEN =
      List.of(
          new Place(5, 425),
          new Place(2, 361),
          new Place(5, 361),
          new Place(4, 489),
          new Place(0, 185),
          new Place(3, 377),
          new Place(2, 73),
          new Place(2, 756));

  @Property(tries = 200)
  void anEpochTakesEveryWindowOnce(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 700) Integer> sizes,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 130) int length) {
    int[] symbols = sizes.stream().mapToInt(Integer::intValue).toArray();
    WindowOrder order = new WindowOrder(seed, length, symbols);
    long n = 0;
    for (long epoch = 0; epoch < 3; epoch++) {
      Set<Place> seen = new HashSet<>();
      int[] lowest = new int[symbols.length];
      Arrays.fill(lowest, Integer.MAX_VALUE);
      int[] counts = new int[symbols.length];
      for (long end = n + order.windows(epoch); n < end; n++) {
        Place place = order.place(n);
        assertTrue(seen.add(place), place + " twice");
        lowest[place.shard()] = Math.min(lowest[place.shard()], place.start());
        counts[place.shard()]++;
        assertTrue(
            place.start() == 0 || place.start() + length <= symbols[place.shard()],
            place + " beyond its shard");
      }
      for (Place place : seen) {
        assertEquals(0, (place.start() - lowest[place.shard()]) % length);
      }
      for (int i = 0; i < symbols.length; i++) {
        int rest = symbols[i] - lowest[i] - counts[i] * length;
        assertTrue(lowest[i] < length && rest < length, "shard " + i + " is not covered");
      }
    }
  }

  @Test
  void aPoolIsLeftWhenItIsUsedUp() {
    WindowOrder order = new WindowOrder(1, 10, SHARDS);
    Set<Integer> before = Set.of();
    List<Set<Integer>> pools = new ArrayList<>();
    for (long n = 0; n < order.windows(0); n++) {
      Place place = order.place(n);
      assertTrue(order.pool().contains(place.shard()));
      if (!order.pool().equals(before)) {
        before = order.pool();
        pools.add(before);
      }
    }
    assertEquals(List.of(4, 3), pools.stream().map(Set::size).toList());
  }

  @Test
  void anyOrderOfAskingGivesTheSame() {
    WindowOrder forward = new WindowOrder(3, 16, SHARDS);
    List<Place> places = new ArrayList<>();
    for (long n = 0; n < 900; n++) {
      places.add(forward.place(n));
    }
    WindowOrder backward = new WindowOrder(3, 16, SHARDS);
    for (int n = 899; n >= 0; n -= 13) {
      assertEquals(places.get(n), backward.place(n));
    }
  }

  @Test
  void epochsAndSeedsDiffer() {
    WindowOrder order = new WindowOrder(3, 16, SHARDS);
    WindowOrder other = new WindowOrder(4, 16, SHARDS);
    List<Place> first = new ArrayList<>();
    List<Place> second = new ArrayList<>();
    List<Place> seeded = new ArrayList<>();
    for (long n = 0; n < 50; n++) {
      first.add(order.place(n));
      second.add(order.place(n + order.windows(0)));
      seeded.add(other.place(n));
    }
    assertNotEquals(first, second);
    assertNotEquals(first, seeded);
  }
}
