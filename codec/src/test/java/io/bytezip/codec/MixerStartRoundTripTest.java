package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.bytezip.codec.mix.MixerOptions;
import io.bytezip.codec.mix.MixerStart;
import io.bytezip.codec.mix.Starts;
import io.bytezip.modalities.Layout;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever a mixer begins with, what was coded comes back. */
class MixerStartRoundTripTest {
  @Property(tries = 60)
  void anyStartComesBack(
      @ForAll @IntRange(max = 11) int kind,
      @ForAll @IntRange(max = Lanes.KINDS - 1) int content,
      @ForAll @IntRange(min = 300, max = 2500) int length,
      @ForAll @IntRange(min = 1, max = 3) int threads,
      @ForAll boolean prior,
      @ForAll long seed)
      throws CorruptArchiveException {
    Layout layout = Lanes.LAYOUTS.get(kind);
    byte[] bytes = Lanes.content(content, length, seed);
    MixerStart start = Starts.random(layout, prior, new SplittableRandom(seed));
    byte[] stream = encode(layout, bytes, start, prior, threads);
    DecisionDecoder decoder = new DecisionDecoder(stream);
    byte[] rebuilt = new byte[length];
    code(new LaneCoder(decoder, coded -> true), layout, null, rebuilt, start, prior, 1);
    decoder.finish();
    assertArrayEquals(bytes, rebuilt);
  }

  /** Else the tests here would prove nothing. */
  @Property(tries = 10)
  void aStartChangesTheStream(@ForAll @IntRange(max = 11) int kind, @ForAll long seed)
      throws CorruptArchiveException {
    Layout layout = Lanes.LAYOUTS.get(kind);
    byte[] bytes = Lanes.content(4, 1500, seed);
    MixerStart start = MixerStart.NONE;
    while (start.isEmpty()) {
      start = Starts.random(layout, false, new SplittableRandom(seed++));
    }
    assertFalse(
        Arrays.equals(
            encode(layout, bytes, start, false, 1),
            encode(layout, bytes, MixerStart.NONE, false, 1)));
  }

  private static byte[] encode(
      Layout layout, byte[] bytes, MixerStart start, boolean prior, int threads)
      throws CorruptArchiveException {
    DecisionEncoder encoder = new DecisionEncoder();
    byte[] rebuilt = new byte[bytes.length];
    code(new LaneCoder(encoder, coded -> true), layout, bytes, rebuilt, start, prior, threads);
    return encoder.finish();
  }

  private static void code(
      LaneCoder coder,
      Layout layout,
      byte[] bytes,
      byte[] rebuilt,
      MixerStart start,
      boolean prior,
      int threads)
      throws CorruptArchiveException {
    PredictorSource.Opener opener =
        prior ? Predictors.order0().forCompression(layout, ModelSize.DEFAULT) : null;
    coder.code(
        layout, layout.open(bytes, rebuilt, 3), opener, MixerOptions.DEFAULTS, start, threads);
  }
}
