package io.bytezip.modalities.format;

/**
 * What the numbers of an array are.
 *
 * @param bytes of a number: 1, 2, 4 or 8
 * @param kind how they are to be read
 * @param bigEndian whether the high byte lies first
 */
record NumberType(int bytes, Kind kind, boolean bigEndian) {
  enum Kind {
    /** Sign, exponent, mantissa: IEEE 754, bfloat16. */
    FLOAT,
    /** Two's complement. */
    SIGNED,
    UNSIGNED,
    /** Anything of equal length. */
    OPAQUE
  }

  NumberType {
    if (bytes != 1 && bytes != 2 && bytes != 4 && bytes != 8) {
      throw new IllegalArgumentException("numbers of " + bytes + " bytes");
    }
  }

  boolean integer() {
    return kind == Kind.SIGNED || kind == Kind.UNSIGNED;
  }

  /** The number as it is stored, without sign. */
  long bits(byte[] source, int at) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | source[at + (bigEndian ? i : bytes - 1 - i)] & 255;
    }
    return value;
  }
}
