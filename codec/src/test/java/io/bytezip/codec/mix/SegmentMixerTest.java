package io.bytezip.codec.mix;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Evidence;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.LiveLane;
import io.bytezip.modalities.LiveSegment;
import io.bytezip.modalities.Pixels16Layout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentMixerTest {
  private record Coded(double bits, SegmentMixer mixer) {}

  /** What bytes cost by a mixer that begins by formulas, in bits. */
  private static double cost(
      Layout layout, byte[] content, int laneCount, int[] sums, Effort effort) {
    return code(layout, content, laneCount, sums, effort, MixerStart.NONE).bits;
  }

  /** Bytes in lanes, predicted and learned. */
  private static Coded code(
      Layout layout, byte[] content, int laneCount, int[] sums, Effort effort, MixerStart start) {
    byte[] rebuilt = new byte[content.length];
    boolean light = effort != Effort.FULL;
    LiveSegment segment =
        light
            ? layout.openLight(content, rebuilt, laneCount)
            : layout.open(content, rebuilt, laneCount);
    Evidence.Shape shape = light ? layout.lightEvidence() : layout.evidence();
    int lanes = segment.lanes();
    int[] starts = new int[lanes];
    int length = 0;
    for (int i = 0; i < lanes; i++) {
      starts[i] = length;
      length += segment.lane(i).length();
    }
    SegmentMixer mixer =
        SegmentMixer.open(shape, starts, length, sums != null, new MixerOptions(effort, 22), start);
    Evidence evidence = new Evidence(shape);
    int[] context = new int[layout.contextSizes().length];
    double bits = 0;
    for (int step = 0; lanes > 0 && step < segment.lane(0).length(); step++) {
      for (int i = 0; i < lanes && step < segment.lane(i).length(); i++) {
        LiveLane lane = segment.lane(i);
        lane.context(context, 0);
        lane.evidence(evidence);
        finite(evidence);
        int coded = lane.next();
        mixer.begin(i, evidence, sums);
        for (int shift = 7; shift >= 0; shift--) {
          float one = mixer.one();
          assertTrue(one > 0 && one < 1, layout + " step " + step + ": " + one);
          int bit = coded >>> shift & 1;
          bits -= Math.log(bit == 1 ? one : 1 - one) / Math.log(2);
          mixer.learn(bit);
        }
        lane.accept(coded);
      }
    }
    return new Coded(bits, mixer);
  }

  private static void finite(Evidence evidence) {
    for (int i = 0; i < evidence.predictions.length; i++) {
      assertTrue(Float.isFinite(evidence.predictions[i]), "prediction " + i);
      assertTrue(evidence.errors[i] > 0 && Float.isFinite(evidence.errors[i]), "error " + i);
    }
  }

  @Provide
  Arbitrary<Layout> layouts() {
    return Arbitraries.of(
        new BytesLayout(),
        new PixelsLayout(13, 1, false),
        new PixelsLayout(13, 2, false),
        new PixelsLayout(140, 3, false),
        new PixelsLayout(5, 4, true),
        new Pixels16Layout(13, 1, false),
        new Pixels16Layout(140, 3, true),
        new SamplesLayout(1, 8, false, false),
        new SamplesLayout(2, 8, true, false),
        new SamplesLayout(1, 16, true, false),
        new SamplesLayout(2, 16, true, true),
        new SamplesLayout(2, 24, true, false),
        new SamplesLayout(1, 32, false, false),
        new SamplesLayout(5, 32, true, true));
  }

  /** Pieces of silence, of the largest and smallest values, and of noise, one after another. */
  @Property(tries = 60)
  void everyBitHasAProbability(
      @ForAll("layouts") Layout layout,
      @ForAll @IntRange(max = 4000) int length,
      @ForAll @IntRange(min = 1, max = 3) int lanes,
      @ForAll boolean prior,
      @ForAll boolean learned,
      @ForAll Effort effort,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] content = new byte[length];
    for (int i = 0; i < length; ) {
      int end = Math.min(length, i + 1 + random.nextInt(1500));
      int kind = random.nextInt(5);
      int value = random.nextInt();
      for (; i < end; i++) {
        content[i] =
            (byte)
                switch (kind) {
                  case 0 -> 0;
                  case 1 -> 255;
                  case 2 -> i % 2 == 0 ? 0x80 : 0x7F;
                  case 3 -> value;
                  default -> random.nextInt();
                };
      }
    }
    int[] sums = null;
    if (prior && effort == Effort.FULL) {
      // As sharp as weights can be, and wrong.
      sums = new int[512];
      Arrays.fill(sums, 256, 512, 1);
      sums[256 + random.nextInt(256)] = (1 << 22) + 1;
      for (int i = 255; i > 0; i--) {
        sums[i] = sums[2 * i] + sums[2 * i + 1];
      }
    }
    MixerStart start =
        learned && effort == Effort.FULL
            ? Starts.random(layout, prior, new SplittableRandom(~seed))
            : MixerStart.NONE;
    code(layout, content, lanes, sums, effort, start);
  }

  /** What a mixer has reported begins another one, and is a better beginning. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatWasLearnedHelpsTheNextFile(boolean prior) {
    int[] sums = prior ? flat() : null;
    Layout layout = new BytesLayout();
    Experience experience = new Experience(layout, prior);
    for (int i = 0; i < 4; i++) {
      experience.add(code(layout, words(3000, i), 1, sums, Effort.FULL, MixerStart.NONE).mixer);
    }
    MixerStart start =
        experience.move(
            MixerStart.NONE,
            EnumSet.of(MixerPart.WEIGHTS, MixerPart.HISTORIES, MixerPart.PROBABILITIES),
            1);
    byte[] next = words(1500, 9);
    double formulas = cost(layout, next, 1, sums, Effort.FULL);
    double better = code(layout, next, 1, sums, Effort.FULL, start).bits;
    assertTrue(better < 0.99 * formulas, better + " bits, by formulas " + formulas);
  }

  /** Where residuals are not spread as formulas say. */
  @ParameterizedTest
  @EnumSource(
      value = MixerPart.class,
      names = {"REFINEMENTS", "HISTOGRAMS"})
  void spreadsThatWereLearnedHelpTheNextPicture(MixerPart part) {
    Layout layout = new PixelsLayout(40, 1, false);
    Experience experience = new Experience(layout, false);
    for (int i = 0; i < 4; i++) {
      byte[] picture = specks(6000, i);
      experience.add(code(layout, picture, 1, null, Effort.FULL, MixerStart.NONE).mixer);
    }
    MixerStart start = experience.move(MixerStart.NONE, EnumSet.of(part), 1);
    byte[] next = specks(2000, 9);
    double formulas = cost(layout, next, 1, null, Effort.FULL);
    double better = code(layout, next, 1, null, Effort.FULL, start).bits;
    assertTrue(better < 0.998 * formulas, better + " bits, by formulas " + formulas);
  }

  /** Even but for specks. */
  private static byte[] specks(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] picture = new byte[length];
    for (int i = 0; i < length; i++) {
      picture[i] = (byte) (100 + (random.nextInt(9) == 0 ? random.nextInt(-40, 40) : 0));
    }
    return picture;
  }

  /** What a primer has is no news. */
  @Test
  void aPrimerIsRemembered() {
    byte[] content = new byte[600];
    new SplittableRandom(4).nextBytes(content);
    float[] primer = new float[1000];
    for (int i = 0; i < 1000; i++) {
      primer[i] = content[i % 600] & 255;
    }
    MixerStart start = MixerStart.NONE.with(MixerPart.PRIMER, primer);
    double primed = code(new BytesLayout(), content, 1, null, Effort.FULL, start).bits;
    double fresh = cost(new BytesLayout(), content, 1, null, Effort.FULL);
    assertTrue(primed < 0.2 * fresh, primed + " bits, unprimed " + fresh);
  }

  private static byte[] words(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      int word = random.nextInt(random.nextInt(1, 60));
      text.append(Integer.toString(word * 7919 + 40_000, 36)).append(' ');
    }
    return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @EnumSource(Effort.class)
  void itLearnsASkewedSource(Effort effort) {
    SplittableRandom random = new SplittableRandom(3);
    byte[] content = new byte[40_000];
    double entropy = 0;
    double[] p = {0.5, 0.25, 0.125, 0.0625, 0.0625};
    for (int i = 0; i < content.length; i++) {
      double left = random.nextDouble();
      int symbol = 0;
      while (symbol < 4 && left >= p[symbol]) {
        left -= p[symbol++];
      }
      content[i] = (byte) ('a' + symbol);
      entropy -= Math.log(p[symbol]) / Math.log(2);
    }
    double cost = cost(new BytesLayout(), content, 1, null, effort);
    assertTrue(cost < entropy * 1.04, cost + " bits for " + entropy);
  }

  @ParameterizedTest
  @EnumSource(Effort.class)
  void itFindsRepeatsOfOtherLanes(Effort effort) {
    byte[] half = new byte[10_000];
    new SplittableRandom(1).nextBytes(half);
    byte[] content = new byte[30_000];
    new SplittableRandom(2).nextBytes(content);
    // What the first lane begins with comes again in the middle of the second.
    System.arraycopy(half, 0, content, 0, 5000);
    System.arraycopy(half, 0, content, 22_000, 5000);
    double cost = cost(new BytesLayout(), content, 2, null, effort);
    assertTrue(cost < 8 * 26_500, "bytes: " + cost / 8);
  }

  /** A transformer that knows better is believed, one that knows nothing is forgotten. */
  @Test
  void theTransformerIsWeighed() {
    byte[] content = new byte[6000];
    new SplittableRandom(9).nextBytes(content);
    double alone = cost(new BytesLayout(), content, 1, null, Effort.FULL);
    double with = cost(new BytesLayout(), content, 1, flat(), Effort.FULL);
    assertTrue(with < alone * 1.005, with + " against " + alone);
  }

  /** What a transformer says that knows nothing. */
  private static int[] flat() {
    int[] flat = new int[512];
    Arrays.fill(flat, 256, 512, 1 << 20);
    for (int i = 255; i > 0; i--) {
      flat[i] = flat[2 * i] + flat[2 * i + 1];
    }
    return flat;
  }

  /** Four lanes, each with a number of its own that is too seldom to tell which one comes next. */
  @Test
  void lanesBesideATransformerHaveContextsOfTheirOwn() {
    int each = 8000;
    byte[] content = new byte[4 * each];
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (random.nextBoolean() ? '8' : '9');
      if (random.nextInt(8) == 0 && i % each < each - 1) {
        content[i++] = '<';
        content[i] = (byte) ('1' + i / each);
      }
    }
    double own = cost(new BytesLayout(), content, 4, flat(), Effort.FULL);
    double shared = cost(new BytesLayout(), content, 4, null, Effort.FULL);
    assertTrue(own < 0.95 * shared, own + " bits, with what all lanes have in common " + shared);
  }
}
