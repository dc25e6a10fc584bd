package io.bytezip.modalities.deflate;

/**
 * A literal or a match in one int: how many bytes it makes in the low nine bits, distance above.
 */
final class Token {
  /** Any literal; which byte it is, the plain bytes say. */
  static final int LITERAL = 1;

  private Token() {}

  static int match(int distance, int length) {
    return distance << 9 | length;
  }

  /** Bytes: 1 for a literal. */
  static int length(int token) {
    return token & 511;
  }

  /** 0 for a literal. */
  static int distance(int token) {
    return token >>> 9;
  }
}
