package io.bytezip.codec;

import io.bytezip.engine.Session;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.LiveLane;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Synthetic contents; the same seed gives the same bytes. */
final class Contents {
  private static final String[] WORDS = {
    "the", "lane", "of", "a", "small", "model", "codes", "bytes", "and", "then", "more", "\n", "12",
    "{", "}", "return", "straße", "."
  };

  private Contents() {}

  static byte[] constant(int length, long seed) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) seed);
    return bytes;
  }

  static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  /** Words in random order. */
  static byte[] text(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; ) {
      byte[] word =
          (WORDS[random.nextInt(WORDS.length)] + " ").getBytes(StandardCharsets.UTF_8);
      int count = Math.min(word.length, length - i);
      System.arraycopy(word, 0, bytes, i, count);
      i += count;
    }
    return bytes;
  }

  /** Independent bytes, small ones more often. */
  static byte[] skewed(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (random.nextInt(1 + random.nextInt(256)));
    }
    return bytes;
  }

  /** What a model of plain bytes thinks likely: drawn from its own probabilities, so that it beats LZMA2 on it. */
  static byte[] drawnFrom(NamedModel model, int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = new byte[length];
    LiveLane lane = new BytesLayout().open(bytes, bytes, 1).lane(0);
    Session session = model.model().open(BytesLayout.ID, 1);
    int[] previous = {256};
    int[] context = new int[new BytesLayout().contextSizes().length];
    float[] weights = new float[256];
    for (int i = 0; i < length; i++) {
      lane.context(context, 0);
      session.step(1, previous, context, weights);
      double total = 0;
      for (float weight : weights) {
        total += weight;
      }
      double left = random.nextDouble(total);
      int symbol = -1;
      while (left >= 0 && symbol < 255) {
        left -= weights[++symbol];
      }
      lane.accept(symbol);
      previous[0] = symbol;
    }
    return bytes;
  }
}
