package io.bytezip.codec;

import java.util.Arrays;

/** Range coder with carry; the bytes collect in memory, and can be taken back to a mark. */
final class DecisionEncoder implements DecisionCoder {
  /** A moment to come back to. */
  record Mark(long low, long range, int held, long pending, int size) {
    /** Bytes that the decisions up to here take, to within the register. */
    long length() {
      return size + pending + (held < 0 ? 0 : 1);
    }
  }

  private byte[] bytes = new byte[1024];
  private int size;

  /** Low end of the interval, 40 bits and a carry. */
  private long low;

  private long range = 1L << RANGE_BITS;

  /** The last byte below 0xFF, which a carry may still change; -1 before the first. */
  private int held = -1;

  /** How many bytes 0xFF follow the held one. */
  private long pending;

  @Override
  public int code(int bit, int zero) {
    // Both factors are unsigned and their product is below 2^64.
    long bound = (range * zero) >>> PROBABILITY_BITS;
    if (bit == 0) {
      range = bound;
    } else {
      low += bound;
      range -= bound;
    }
    while (range < RANGE_MIN) {
      range <<= 8;
      shift();
    }
    return bit;
  }

  Mark mark() {
    return new Mark(low, range, held, pending, size);
  }

  void reset(Mark mark) {
    low = mark.low;
    range = mark.range;
    held = mark.held;
    pending = mark.pending;
    size = mark.size;
  }

  /** What was coded between two marks. */
  record Excerpt(byte[] bytes, Mark end) {}

  /** All that was coded from a mark on. */
  Excerpt since(Mark mark) {
    return new Excerpt(Arrays.copyOfRange(bytes, mark.size, size), mark());
  }

  /** Puts an excerpt back where it was taken: behind the mark from which it was made. */
  void restore(Mark mark, Excerpt excerpt) {
    System.arraycopy(excerpt.bytes, 0, bytes, mark.size, excerpt.bytes.length);
    reset(excerpt.end);
  }

  /** Bytes that the decisions so far take, to within the register. */
  long length() {
    return mark().length();
  }

  /**
   * Ends the stream with as few bytes as name a number in the interval, zeros following, and
   * returns all of it.
   */
  byte[] finish() {
    int count = 0;
    long value = roundedUp(count);
    while (value - low >= range) {
      count++;
      value = roundedUp(count);
    }
    low = value;
    for (int i = 0; i < count; i++) {
      shift();
    }
    settle((int) (count == 0 ? low >>> RANGE_BITS : 0));
    held = -1;
    return Arrays.copyOf(bytes, size);
  }

  /** The low end rounded up to a number of which only the first {@code count} bytes are not 0. */
  private long roundedUp(int count) {
    long unit = 1L << (RANGE_BITS - 8 * count);
    return (low + unit - 1) & -unit;
  }

  private void shift() {
    int top = (int) (low >>> (RANGE_BITS - 8));
    if (top == 0xFF) {
      pending++;
    } else {
      settle(top >>> 8);
      held = top & 0xFF;
    }
    low = (low & (RANGE_MIN - 1)) << 8;
  }

  private void settle(int carry) {
    if (held >= 0) {
      append(held + carry);
    }
    for (; pending > 0; pending--) {
      append(0xFF + carry);
    }
  }

  private void append(int value) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, size * 2);
    }
    bytes[size++] = (byte) value;
  }
}
