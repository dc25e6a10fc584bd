package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LaneCoderTest {
  private static final List<Coding> LEARNING =
      List.of(Coding.ADAPTIVE, Coding.LIGHT, Coding.MEDIUM, Coding.STRONG);

  private static final PredictorSource CHEAP = Predictors.order0();

  @Property(tries = 150)
  void everyLayoutComesBackWithAnyNumberOfThreads(
      @ForAll("layouts") Layout layout,
      @ForAll Coding coding,
      @ForAll @IntRange(max = Lanes.KINDS - 1) int kind,
      @ForAll("lengths") int length,
      @ForAll("lanes") int lanes,
      @ForAll @IntRange(min = 2, max = 4) int threads,
      @ForAll long seed)
      throws CorruptArchiveException {
    byte[] content = Lanes.content(kind, length, seed);
    byte[] stream = Lanes.encode(layout, content, lanes, coding, CHEAP, 1);
    assertArrayEquals(stream, Lanes.encode(layout, content, lanes, coding, CHEAP, threads));
    for (int t : new int[] {1, threads}) {
      assertArrayEquals(
          content, Lanes.decode(layout, stream, length, lanes, coding, CHEAP, t), "threads: " + t);
    }
  }

  @Provide
  Arbitrary<Layout> layouts() {
    return Arbitraries.of(Lanes.LAYOUTS);
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 50), Arbitraries.integers().between(0, 5000));
  }

  @Provide
  Arbitrary<Integer> lanes() {
    return Arbitraries.of(1, 2, 3, 7, 8, 32, 64, 256);
  }

  @ParameterizedTest
  @EnumSource(Coding.class)
  void transformersStepBesideTheMixer(Coding coding) throws CorruptArchiveException {
    PredictorSource models = Corpus.models();
    Layout layout = new BytesLayout();
    byte[] content = Contents.text(20_000, 5);
    byte[] stream = Lanes.encode(layout, content, 64, coding, models, 1);
    for (int threads = 2; threads <= 4; threads++) {
      assertArrayEquals(stream, Lanes.encode(layout, content, 64, coding, models, threads));
      byte[] decoded = Lanes.decode(layout, stream, content.length, 64, coding, models, threads);
      assertArrayEquals(content, decoded);
    }
  }

  /** Whatever learns has learned these long before the end; a NaN anywhere would prevent it. */
  @Test
  void silenceAndConstantsTakeNextToNothing() throws CorruptArchiveException {
    for (Layout layout : Lanes.LAYOUTS) {
      for (int kind : new int[] {0, 1}) {
        byte[] content = Lanes.content(kind, 12_000, 0);
        for (Coding coding : LEARNING) {
          byte[] stream = Lanes.encode(layout, content, 1, coding, CHEAP, 1);
          assertTrue(stream.length < 150, coding + " " + layout + ": " + stream.length);
        }
      }
    }
  }

  /** Nothing is worth more than what noise costs; a NaN would cost 15 bits a bit. */
  @Test
  void noiseTakesLittleMoreThanItself() throws CorruptArchiveException {
    for (Layout layout : Lanes.LAYOUTS) {
      byte[] content = Contents.random(12_000, 4);
      for (Coding coding : LEARNING) {
        byte[] stream = Lanes.encode(layout, content, 1, coding, CHEAP, 1);
        assertTrue(stream.length < 12_900, coding + " " + layout + ": " + stream.length);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  @Timeout(60)
  void theWatchStopsIt(int threads) throws CorruptArchiveException {
    byte[] content = Contents.text(20_000, 5);
    Layout layout = new BytesLayout();
    AtomicInteger calls = new AtomicInteger();
    assertTrue(
        !new LaneCoder(new DecisionEncoder(), coded -> calls.incrementAndGet() < 10)
            .code(
                layout,
                layout.open(content, new byte[content.length], 16),
                CHEAP.forCompression(layout, ModelSize.DEFAULT),
                null,
                threads));
    assertTrue(calls.get() == 10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  @Timeout(60)
  void aFailureInAnyThreadIsTheCallersFailure(int threads) {
    byte[] content = Contents.text(20_000, 5);
    Layout layout = new BytesLayout();
    AtomicInteger steps = new AtomicInteger();
    PredictorSource.Opener opener =
        Predictors.opener(
            (active, previous, context, weights) -> {
              if (steps.incrementAndGet() > 30) {
                throw new ArithmeticException("on purpose");
              }
            });
    assertThrows(
        ArithmeticException.class,
        () ->
            new LaneCoder(new DecisionEncoder(), coded -> true)
                .code(
                    layout,
                    layout.open(content, new byte[content.length], 16),
                    opener,
                    null,
                    threads));
  }
}
