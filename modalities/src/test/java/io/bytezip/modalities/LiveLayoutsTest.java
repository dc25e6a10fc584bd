package io.bytezip.modalities;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.LayoutDriver.Told;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * What holds for every layout: lossless, symmetric, within its context sizes, independent of how
 * lanes are interleaved.
 */
class LiveLayoutsTest {
  @Provide
  Arbitrary<Layout> layouts() {
    Arbitrary<Boolean> flags = Arbitraries.of(true, false);
    Arbitrary<Layout> pixels =
        Combinators.combine(
                Arbitraries.integers().between(1, 300), Arbitraries.integers().between(1, 4), flags)
            .as(PixelsLayout::new);
    Arbitrary<Layout> deep =
        Combinators.combine(
                Arbitraries.integers().between(1, 300), Arbitraries.integers().between(1, 4), flags)
            .as(Pixels16Layout::new);
    Arbitrary<Layout> samples =
        Combinators.combine(
                Arbitraries.integers().between(1, 8), Arbitraries.of(8, 16, 24, 32), flags, flags)
            .as(SamplesLayout::new);
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(4, pixels),
        net.jqwik.api.Tuple.of(3, deep),
        net.jqwik.api.Tuple.of(3, samples),
        net.jqwik.api.Tuple.of(1, Arbitraries.just(new BytesLayout())));
  }

  @Property(tries = 150)
  void generatedDataComesBack(
      @ForAll("layouts") Layout layout,
      @ForAll @IntRange(max = 4000) int length,
      @ForAll @IntRange(min = 1, max = 70) int lanes,
      @ForAll long seed) {
    roundTrip(layout, natural(layout, length, seed), lanes, seed);
  }

  @Property(tries = 150)
  void extremesComeBack(
      @ForAll("layouts") Layout layout,
      @ForAll @IntRange(max = 2500) int length,
      @ForAll @IntRange(max = 6) int kind,
      @ForAll @IntRange(min = 1, max = 9) int lanes,
      @ForAll long seed) {
    roundTrip(layout, LayoutData.extreme(kind, length, seed), lanes, seed);
  }

  @Property(tries = 200)
  void lanesAreLongestFirstAndCoverTheSegment(
      @ForAll("layouts") Layout layout,
      @ForAll @IntRange(max = 100_000) int length,
      @ForAll @IntRange(min = 1, max = 100) int lanes) {
    LiveSegment segment = layout.open(null, new byte[length], lanes);
    int sum = 0;
    for (int i = 0; i < segment.lanes(); i++) {
      int n = segment.lane(i).length();
      assertTrue(n > 0 && (i == 0 || n <= segment.lane(i - 1).length()), "lane " + i + " has " + n);
      sum += n;
    }
    assertEquals(length, sum);
    assertTrue(segment.lanes() <= lanes);
    int most = layout.maxLanes(length);
    assertTrue(most >= 1 && most <= 64 && (most == 1 || length / most >= 4096), "at most " + most);
  }

  @Property(tries = 100)
  void everyByteIsTheAddressOfOneSymbol(
      @ForAll("layouts") Layout layout,
      @ForAll @IntRange(max = 3000) int length,
      @ForAll @IntRange(min = 1, max = 9) int lanes,
      @ForAll boolean light,
      @ForAll long seed) {
    byte[] source = natural(layout, length, seed);
    byte[] rebuilt = new byte[length];
    LiveSegment segment =
        light ? layout.openLight(source, rebuilt, lanes) : layout.open(source, rebuilt, lanes);
    int[] context = new int[layout.contextSizes().length];
    boolean[] addressed = new boolean[length];
    for (int t = 0; segment.lanes() > 0 && t < segment.lane(0).length(); t++) {
      for (int i = 0; i < segment.lanes() && t < segment.lane(i).length(); i++) {
        LiveLane lane = segment.lane(i);
        lane.context(context, 0);
        int address = lane.address();
        assertTrue(!addressed[address], "twice: " + address);
        addressed[address] = true;
        if (layout instanceof BytesLayout || layout instanceof PixelsLayout) {
          assertEquals(source[address] & 255, lane.next());
        }
        lane.accept(lane.next());
      }
    }
    for (boolean one : addressed) {
      assertTrue(one);
    }
  }

  @Test
  void anEmptySegmentHasNoLanes() {
    assertEquals(0, new BytesLayout().open(new byte[0], new byte[0], 3).lanes());
    assertEquals(0, new PixelsLayout(5, 3, true).open(new byte[0], new byte[0], 3).lanes());
    assertEquals(0, new Pixels16Layout(5, 3, true).open(new byte[0], new byte[0], 3).lanes());
    assertEquals(
        0, new SamplesLayout(2, 16, true, false).open(new byte[0], new byte[0], 3).lanes());
  }

  @Test
  void parametersOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new PixelsLayout(0, 3, false));
    assertThrows(IllegalArgumentException.class, () -> new PixelsLayout(5, 5, false));
    assertThrows(IllegalArgumentException.class, () -> new PixelsLayout(1 << 30, 4, false));
    assertThrows(IllegalArgumentException.class, () -> new Pixels16Layout(0, 3, false));
    assertThrows(IllegalArgumentException.class, () -> new Pixels16Layout(5, 5, false));
    assertThrows(IllegalArgumentException.class, () -> new Pixels16Layout(1 << 28, 4, false));
    assertThrows(IllegalArgumentException.class, () -> new SamplesLayout(9, 16, true, false));
    assertThrows(IllegalArgumentException.class, () -> new SamplesLayout(1, 12, true, false));
    assertThrows(IllegalArgumentException.class, () -> new SamplesLayout(0, 16, true, false));
    assertThrows(IllegalArgumentException.class, () -> new SamplesLayout(1, 40, true, false));
    for (Layout layout :
        new Layout[] {
          new BytesLayout(),
          new PixelsLayout(9, 1, false),
          new Pixels16Layout(9, 1, false),
          new SamplesLayout(1, 8, false, false)
        }) {
      assertThrows(IllegalArgumentException.class, () -> layout.open(null, new byte[9], 0));
    }
  }

  /** Long enough for filters to settle on the pattern, wild enough to upset them. */
  @Test
  void longExtremesStayFinite() {
    for (int kind = 0; kind <= 6; kind++) {
      roundTrip(
          new SamplesLayout(1, 16, true, false), LayoutData.extreme(kind, 40_000, kind), 2, kind);
      roundTrip(
          new SamplesLayout(2, 24, true, true), LayoutData.extreme(kind, 30_000, kind), 1, kind);
      roundTrip(new PixelsLayout(133, 3, false), LayoutData.extreme(kind, 40_000, kind), 2, kind);
      roundTrip(
          new SamplesLayout(3, 32, true, false), LayoutData.extreme(kind, 30_000, kind), 1, kind);
      roundTrip(new Pixels16Layout(133, 3, true), LayoutData.extreme(kind, 40_000, kind), 2, kind);
    }
  }

  private static byte[] natural(Layout layout, int length, long seed) {
    return switch (layout) {
      case BytesLayout bytes -> LayoutData.extreme(5, length, seed);
      case PixelsLayout p -> LayoutData.picture(p.width(), p.channels(), length, seed);
      case Pixels16Layout p -> LayoutData.deepPicture(p, length, seed);
      case SamplesLayout s -> LayoutData.sound(s, length, seed);
    };
  }

  private static void roundTrip(Layout layout, byte[] source, int lanes, long seed) {
    byte[] kept = source.clone();
    byte[] rebuilt = new byte[source.length];
    Told[] encoded = LayoutDriver.encode(layout, source, rebuilt, lanes);
    assertArrayEquals(kept, source, "the source was changed");
    assertArrayEquals(source, rebuilt, "rebuilt while encoding");
    int[] sizes = layout.contextSizes();
    for (Told lane : encoded) {
      for (int t = 0; t < lane.coded().length; t++) {
        assertTrue(lane.rotations()[t] >>> 8 == 0 && lane.coded()[t] >>> 8 == 0);
        for (int i = 0; i < sizes.length; i++) {
          int c = lane.contexts()[t][i];
          if (c < 0 || c >= sizes[i]) {
            throw new AssertionError("input " + i + " is " + c + " of " + sizes[i]);
          }
        }
      }
    }
    byte[] decoded = new byte[source.length];
    Told[] told = LayoutDriver.decode(layout, encoded, decoded, lanes, new Random(seed));
    assertArrayEquals(source, decoded, "decoded");
    assertEquals(
        LayoutDriver.digest(encoded), LayoutDriver.digest(told), "told the decoder otherwise");
  }
}
