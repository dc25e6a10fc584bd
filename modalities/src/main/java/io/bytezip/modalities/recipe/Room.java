package io.bytezip.modalities.recipe;

/** How many bytes may still be made. */
final class Room {
  private long left;

  Room(long left) {
    this.left = left;
  }

  long left() {
    return left;
  }

  /** False, and nothing taken, if there are fewer. */
  boolean take(int count) {
    if (count > left) {
      return false;
    }
    left -= count;
    return true;
  }
}
