package io.bytezip.codec;

import io.bytezip.engine.Session;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.LiveSegment;
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

  /** What a model thinks likely: drawn from its own probabilities, so that it beats LZMA2 on it. */
  static byte[] drawnFrom(NamedModel model, Layout layout, int length, int lanes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = new byte[length];
    LiveSegment segment = layout.open(null, bytes, lanes);
    int count = segment.lanes();
    int inputs = layout.contextSizes().length;
    Session session = model.model().open(layout.id(), count);
    int[] previous = new int[count];
    Arrays.fill(previous, 256);
    int[] context = new int[count * inputs];
    float[] weights = new float[count * 256];
    int active = count;
    for (int step = 0; step < segment.lane(0).length(); step++) {
      while (segment.lane(active - 1).length() <= step) {
        active--;
      }
      for (int i = 0; i < active; i++) {
        segment.lane(i).context(context, i * inputs);
      }
      session.step(active, previous, context, weights);
      for (int i = 0; i < active; i++) {
        previous[i] = draw(random, weights, i * 256);
        segment.lane(i).accept((previous[i] + segment.lane(i).rotation()) & 0xFF);
      }
    }
    return bytes;
  }

  private static int draw(SplittableRandom random, float[] weights, int offset) {
    double total = 0;
    for (int i = 0; i < 256; i++) {
      total += weights[offset + i];
    }
    double left = random.nextDouble(total);
    for (int i = 0; i < 255; i++) {
      left -= weights[offset + i];
      if (left < 0) {
        return i;
      }
    }
    return 255;
  }
}
