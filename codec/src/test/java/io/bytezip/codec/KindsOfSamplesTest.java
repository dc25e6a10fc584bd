package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.codec.CompressOptions.Profile;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.Pixels16Layout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.Plan;
import io.bytezip.modalities.SamplesLayout;
import io.bytezip.modalities.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of pixel and sample is worth its layout to the models that learn. */
class KindsOfSamplesTest {
  private static final int WIDTH = 80;

  /** A layout, and content as it is meant for. */
  record Kind(Layout layout, byte[] content) {}

  static List<Kind> kinds() {
    List<Kind> kinds = new ArrayList<>();
    for (int channels = 1; channels <= 4; channels++) {
      kinds.add(pixels(channels, false));
    }
    kinds.add(pixels(3, true));
    kinds.add(pixels(4, true));
    for (int channels = 1; channels <= 4; channels++) {
      kinds.add(deepPixels(channels, (channels & 1) == 0));
    }
    for (int bits = 8; bits <= 32; bits += 8) {
      for (int kind = 0; kind < 8; kind++) {
        kinds.add(samples(1 + (kind & 1), bits, (kind & 2) != 0, (kind & 4) != 0));
      }
      kinds.add(samples(6, bits, true, false));
    }
    return kinds;
  }

  /** Light that changes smoothly, with noise; colours near it, opacity in steps. */
  private static Kind pixels(int channels, boolean blueFirst) {
    SplittableRandom random = new SplittableRandom(channels);
    byte[] content = new byte[WIDTH * 30 * channels];
    for (int i = 0; i < content.length; i++) {
      int pixel = i / channels;
      int channel = i % channels;
      boolean alpha = channels % 2 == 0 && channel == channels - 1;
      int x = pixel % WIDTH;
      int y = pixel / WIDTH;
      double light = 128 + 60 * Math.sin(x * 0.1) + 50 * Math.cos(y * 0.07);
      content[i] = (byte) (alpha ? x / 20 * 80 : light + random.nextInt(9) + 5 * channel);
    }
    return new Kind(new PixelsLayout(WIDTH, channels, blueFirst), content);
  }

  /** The same, noise in the lower bits included. */
  private static Kind deepPixels(int channels, boolean bigEndian) {
    SplittableRandom random = new SplittableRandom(channels);
    byte[] coarse = pixels(channels, false).content();
    byte[] content = new byte[2 * coarse.length];
    for (int i = 0; i < coarse.length; i++) {
      int value = (coarse[i] & 255) << 8 | random.nextInt(256);
      store(content, i, 2, bigEndian, value);
    }
    return new Kind(new Pixels16Layout(WIDTH, channels, bigEndian), content);
  }

  /** Two tones and noise. */
  private static Kind samples(int channels, int bits, boolean signed, boolean bigEndian) {
    SplittableRandom random = new SplittableRandom(bits);
    byte[] content = new byte[1500 * channels * bits / 8];
    for (int i = 0; i < content.length / (bits / 8); i++) {
      int t = i / channels;
      double tone = 0.3 * Math.sin(t * 0.05) + 0.1 * Math.sin(t * 0.31 + i % channels);
      double noise = 0.01 * (random.nextDouble() - 0.5);
      int value = (int) ((tone + noise) * (1L << bits - 1)) + (signed ? 0 : 1 << bits - 1);
      store(content, i, bits / 8, bigEndian, value);
    }
    return new Kind(new SamplesLayout(channels, bits, signed, bigEndian), content);
  }

  private static void store(byte[] target, int index, int size, boolean bigEndian, int value) {
    for (int j = 0; j < size; j++) {
      target[index * size + (bigEndian ? size - 1 - j : j)] = (byte) (value >>> 8 * j);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void itsLayoutBeatsBytesAndLzma2(Kind kind) throws IOException {
    int size = size(kind.layout(), kind.content(), Profile.ADAPTIVE);
    int asBytes = size(new BytesLayout(), kind.content(), Profile.ADAPTIVE);
    assertTrue(size < asBytes, size + " against " + asBytes + " as bytes");
    byte[] packed = Lzma2.compress(kind.content(), 6);
    int lzma2 = packed == null ? kind.content().length : packed.length;
    assertTrue(size < lzma2, size + " against " + lzma2 + " of LZMA2");
    int mixed = size(kind.layout(), kind.content(), Profile.MIXED);
    assertTrue(mixed <= size * 1.005 + 8, mixed + " mixed against " + size);
  }

  /**
   * What comes without its layout, 16-bit pixels or 32-bit samples, is learned as records of bytes.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void whatHasNoLayoutBeatsLzma2(int size) throws IOException {
    SplittableRandom random = new SplittableRandom(size);
    byte[] content = new byte[6000 * size];
    for (int i = 0; i < 6000; i++) {
      double tone = 0.3 * Math.sin(i * 0.05) + 0.0001 * (random.nextDouble() - 0.5);
      store(content, i, size, false, (int) ((tone + 0.5) * (1 << 8 * size - 1)));
    }
    int adaptive = size(new BytesLayout(), content, Profile.ADAPTIVE);
    int lzma2 = Lzma2.compress(content, 6).length;
    assertTrue(adaptive < lzma2, adaptive + " against " + lzma2 + " of LZMA2");
  }

  /** The archive's length, once it has come back. */
  private static int size(Layout layout, byte[] content, Profile profile) throws IOException {
    Plan plan = new Plan(content.length, List.of(new Segment(layout, content)), new byte[0]);
    CompressOptions options = CompressOptions.DEFAULTS.withProfile(profile);
    byte[] archive = Archives.compress(plan, content, Corpus.models(), options);
    assertArrayEquals(
        content, Archives.decompress(archive, Corpus.models(), DecompressOptions.DEFAULTS));
    return archive.length;
  }
}
