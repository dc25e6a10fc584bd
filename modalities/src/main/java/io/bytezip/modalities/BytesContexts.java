package io.bytezip.modalities;

/** The contexts of the next byte of a text or of anything else: the bytes before it, its word, its column. */
final class BytesContexts {
  static final int COUNT = 12;
  static final int[] SELECTOR_SIZES = {256, 257};

  private static final int MULTIPLIER = 0x2F0B4C47;

  private long last;
  private int word;
  private int wordBefore;

  private static int mix(int context, long value) {
    long h = (value + context + 1) * 0x9E3779B97F4A7C15L;
    h ^= h >>> 29;
    h *= 0xBF58476D1CE4E5B9L;
    return (int) (h >>> 32);
  }

  void accept(int coded) {
    last = last << 8 | coded;
    int lower = coded >= 'A' && coded <= 'Z' ? coded + 32 : coded;
    if (lower >= 'a' && lower <= 'z' || coded >= 128) {
      word = (word + lower + 1) * MULTIPLIER;
    } else if (word != 0) {
      wordBefore = word;
      word = 0;
    }
  }

  void write(Evidence evidence) {
    int[] c = evidence.contexts;
    for (int order = 1; order <= 6; order++) {
      c[order - 1] = mix(order, last << 64 - 8 * order);
    }
    c[6] = mix(7, ((long) word << 8) + (last & 255));
    c[7] = mix(8, ((long) word << 32) + wordBefore);
    c[8] = mix(9, last & 0xFF00);
    c[9] = mix(10, last & 0xFF0000);
    c[10] = mix(11, last & 0xFFFF00);
    c[11] = mix(12, 0);
    evidence.selectors[0] = (int) last & 255;
    evidence.selectors[1] = (int) (last >>> 8) & 255;
    evidence.low = -0.5f;
    evidence.step = 1;
  }
}
