package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.codec.CompressOptions.Profile;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Plan;
import io.bytezip.modalities.SamplesLayout;
import io.bytezip.modalities.Segment;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the profile {@code mixed} takes beside what the others would. */
class ContestTest {
  private static final NamedModel TINY = TinyModels.tiny(new BytesLayout());

  static List<IntFunction<byte[]>> kinds() {
    return List.of(
        length -> Contents.constant(length, 7),
        length -> Contents.random(length, 7),
        length -> Contents.text(length, 7),
        length -> Contents.skewed(length, 7),
        length -> Contents.wav(length / 4, 7),
        length -> Contents.ppm(1 + length / 99, 33, 7),
        length -> records(length, 7),
        length -> drawn(length),
        length -> Corpus.joined(Contents.text(length / 2, 7), Contents.random(length / 2, 7)),
        length -> Corpus.joined(drawn(length / 2), Contents.skewed(length / 2, 7)));
  }

  private static byte[] drawn(int length) {
    return Contents.drawnFrom(TINY, new BytesLayout(), length, 1, 7);
  }

  /** Two counters, a small number and a flag. */
  private static byte[] records(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      int number = i / 8;
      bytes[i] =
          (byte)
              switch (i % 8) {
                case 0 -> number;
                case 1 -> number >>> 8;
                case 4 -> random.nextInt(5);
                case 6 -> number * 3;
                case 7 -> random.nextInt(2);
                default -> 0;
              };
    }
    return bytes;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void mixedIsNeverMuchLargerThanTheOthers(IntFunction<byte[]> kind) {
    for (int length : new int[] {2, 5, 20, 100, 500, 2000, 20_000}) {
      byte[] content = kind.apply(length);
      int mixed = size(content, Profile.MIXED);
      int best = Math.min(size(content, Profile.FROZEN), size(content, Profile.ADAPTIVE));
      assertTrue(
          mixed <= best + Math.max(8, best / 200), length + ": " + mixed + " against " + best);
    }
  }

  /** A stream that the transformer knows better than anything that learns is left to it. */
  @Test
  void theTransformerMayWinAlone() throws Exception {
    byte[] content = Contents.drawnFrom(TINY, new BytesLayout(), 300, 1, 3);
    byte[] archive = Archives.compress(content, Corpus.models(), CompressOptions.DEFAULTS);
    try (ArchiveReader reader =
        ArchiveReader.open(new ByteChannel(archive), Corpus.models(), DecompressOptions.DEFAULTS)) {
      ArchiveReader.Block block = reader.blocks().getFirst();
      assertEquals(Method.MODEL, reader.segments(block).getFirst().method());
    }
  }

  /** LZMA2 knows that the rest is silence when the models that learn have only heard the start. */
  @Test
  void soundsThatEndInSilenceAreNotGivenUp() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    byte[] content = new byte[300_000];
    for (int i = 0; i < 130_000; i += 4) {
      int sample = (int) (random.nextGaussian() * 300);
      content[i] = (byte) sample;
      content[i + 1] = (byte) (sample >> 8);
      content[i + 2] = content[i];
      content[i + 3] = content[i + 1];
    }
    SamplesLayout layout = new SamplesLayout(2, 16, true, false);
    Plan plan = new Plan(content.length, List.of(new Segment(layout, content)), new byte[0]);
    CompressOptions options =
        CompressOptions.DEFAULTS.withProfile(Profile.ADAPTIVE).withLevel(1).withThreads(1);
    byte[] archive = Archives.compress(plan, content, Predictors.none(), options);
    int lzma2 = Lzma2.compress(content, 6).length;
    assertTrue(archive.length < 0.9 * lzma2, archive.length + " against " + lzma2);
  }

  private static int size(byte[] content, Profile profile) {
    return Archives.compress(
            content, Corpus.models(), CompressOptions.DEFAULTS.withProfile(profile))
        .length;
  }
}
