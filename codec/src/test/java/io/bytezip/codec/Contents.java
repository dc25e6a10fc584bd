package io.bytezip.codec;

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
}
