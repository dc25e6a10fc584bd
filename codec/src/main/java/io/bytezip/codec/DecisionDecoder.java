package io.bytezip.codec;

/** The decoding end of {@link DecisionEncoder}. */
final class DecisionDecoder implements DecisionCoder {
  private final byte[] bytes;
  private int position;
  private long code;
  private long range = 1L << RANGE_BITS;

  DecisionDecoder(byte[] bytes) throws CorruptArchiveException {
    this.bytes = bytes;
    for (int i = 0; i < REGISTER_BYTES; i++) {
      code = code << 8 | next();
    }
  }

  @Override
  public int code(int ignored, int zero) throws CorruptArchiveException {
    long bound = (range * zero) >>> PROBABILITY_BITS;
    int bit;
    if (code < bound) {
      range = bound;
      bit = 0;
    } else {
      code -= bound;
      range -= bound;
      bit = 1;
    }
    while (range < RANGE_MIN) {
      range <<= 8;
      code = code << 8 | next();
    }
    return bit;
  }

  /** Checks that the whole payload was used. */
  void finish() throws CorruptArchiveException {
    if (position < bytes.length) {
      throw new CorruptArchiveException("coded bytes are left over");
    }
  }

  private int next() throws CorruptArchiveException {
    int at = position++;
    if (at < bytes.length) {
      return bytes[at] & 0xFF;
    }
    if (at >= bytes.length + REGISTER_BYTES) {
      throw new CorruptArchiveException("coded bytes end too early");
    }
    return 0;
  }
}
