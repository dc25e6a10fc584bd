package io.bytezip.codec.mix;

/** Where a lane stands: its coded bytes so far are {@code history[start .. position)}. */
final class Lane {
  final int index;
  final int start;
  int position;

  Lane(int index, int start) {
    this.index = index;
    this.start = start;
    this.position = start;
  }
}
