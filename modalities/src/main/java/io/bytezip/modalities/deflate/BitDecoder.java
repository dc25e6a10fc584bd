package io.bytezip.modalities.deflate;

import io.bytezip.modalities.MalformedRecipeException;

/** Reads what {@link BitEncoder} wrote. */
final class BitDecoder implements BitCoder {
  private final BitProbabilities probabilities;
  private final byte[] bytes;
  private int position;
  private int low;
  private int high = -1;
  private int value;

  /** Reads from a position of the bytes on. */
  BitDecoder(int contexts, byte[] bytes, int from) {
    probabilities = new BitProbabilities(contexts);
    this.bytes = bytes;
    position = from;
    for (int i = 0; i < 4; i++) {
      value = value << 8 | next();
    }
  }

  @Override
  public int bit(int context, int unused) throws MalformedRecipeException {
    int middle = low + (int) ((high - low & 0xFFFF_FFFFL) * probabilities.get(context) >>> 16);
    int bit = Integer.compareUnsigned(value, middle) <= 0 ? 1 : 0;
    if (bit == 1) {
      high = middle;
    } else {
      low = middle + 1;
    }
    probabilities.learn(context, bit);
    while ((low ^ high) >>> 24 == 0) {
      low <<= 8;
      high = high << 8 | 255;
      value = value << 8 | next();
      if (position > bytes.length + 4L) {
        throw new MalformedRecipeException("the corrections of a deflate stream end early");
      }
    }
    return bit;
  }

  /** Whether all bytes were needed. */
  boolean finished() {
    return position >= bytes.length;
  }

  private int next() {
    int at = position++;
    return at < bytes.length ? bytes[at] & 255 : 0;
  }
}
