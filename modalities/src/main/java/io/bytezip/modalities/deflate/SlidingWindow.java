package io.bytezip.modalities.deflate;

/** Where zlib's window lies: a block that began before it can't be stored. */
final class SlidingWindow {
  private final int size;
  private final int length;
  private int start;
  private int end;

  /** The window of {@code size} bytes, half of the buffer that moves over {@code length} bytes. */
  SlidingWindow(int size, int length) {
    this.size = size;
    this.length = length;
  }

  /** Moves when fewer than {@code lookahead} bytes from a position on are in the buffer. */
  void slide(int position, int lookahead) {
    if (end - position >= lookahead) {
      return;
    }
    while (end - position < TokenPredictor.MIN_LOOKAHEAD && end < length) {
      if (position - start >= 2 * size - TokenPredictor.MIN_LOOKAHEAD) {
        start += size;
      }
      end = (int) Math.min(length, start + 2L * size);
    }
  }

  /** The first byte in the buffer. */
  int start() {
    return start;
  }
}
