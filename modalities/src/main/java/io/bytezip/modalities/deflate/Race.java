package io.bytezip.modalities.deflate;

/**
 * How many bytes of corrections an attempt takes, block by block, against the best attempt before
 * it: one that is no better after a fair part of the stream is not worth its time.
 */
final class Race {
  /** So many plain bytes are a fair part. */
  private static final int FAIR = 1 << 16;

  private final int[] leader;
  private final int[] sizes;
  private boolean lost;

  private Race(int blocks, int[] leader) {
    this.leader = leader;
    sizes = new int[blocks];
  }

  /** The first attempt at a stream. */
  static Race alone(ParsedStream stream) {
    return new Race(stream.blocks().size(), null);
  }

  /** Another attempt at the same stream, after this one has come to its end. */
  Race challenger() {
    return new Race(sizes.length, sizes);
  }

  /**
   * Notes a size.
   *
   * @param position the plain bytes so far
   */
  void note(int block, int position, int size) {
    sizes[block] = size;
    lost |= leader != null && position >= FAIR && size >= leader[block];
  }

  /** Whether the attempt should end here. */
  boolean lost() {
    return lost;
  }
}
