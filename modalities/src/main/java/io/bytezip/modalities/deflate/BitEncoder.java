package io.bytezip.modalities.deflate;

import java.util.Arrays;

/** Writes bits by arithmetic coding: an interval of 32 bits, narrowed bit by bit. */
final class BitEncoder implements BitCoder {
  private final BitProbabilities probabilities;
  private byte[] bytes = new byte[64];
  private int size;
  private int low;
  private int high = -1;
  private boolean ones;

  BitEncoder(int contexts) {
    probabilities = new BitProbabilities(contexts);
  }

  @Override
  public int bit(int context, int bit) {
    int middle = low + (int) ((high - low & 0xFFFF_FFFFL) * probabilities.get(context) >>> 16);
    if (bit == 1) {
      high = middle;
      ones = true;
    } else {
      low = middle + 1;
    }
    probabilities.learn(context, bit);
    while ((low ^ high) >>> 24 == 0) {
      put(high >>> 24);
      low <<= 8;
      high = high << 8 | 255;
    }
    return bit;
  }

  /** Whether any bit was 1. */
  boolean ones() {
    return ones;
  }

  /** Bytes so far. */
  int size() {
    return size;
  }

  /** All bytes; the reader finds as many zeros behind them as it needs. */
  byte[] finish() {
    // The shortest number in the interval.
    for (int bits = 32; low != 0; bits -= 8) {
      int unit = 1 << bits - 8;
      int up = low + (unit - 1) & -unit;
      if (Integer.compareUnsigned(up, low) >= 0 && Integer.compareUnsigned(up, high) <= 0) {
        for (int shift = 24; shift >= bits - 8; shift -= 8) {
          put(up >>> shift);
        }
        break;
      }
    }
    return Arrays.copyOf(bytes, size);
  }

  private void put(int value) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * size);
    }
    bytes[size++] = (byte) value;
  }
}
