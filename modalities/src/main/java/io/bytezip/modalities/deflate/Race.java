package io.bytezip.modalities.deflate;

import java.util.Arrays;

/**
 * How many bytes of corrections an attempt takes, block by block, against the best attempt before
 * it: one that is no better after a fair part of the stream is not worth its time.
 */
final class Race {
  /** So many plain bytes are a fair part. */
  private static final int FAIR = 1 << 16;

  /** How many plain bytes lie between two looks at the sizes. */
  private static final int LEG = 1 << 14;

  private final int[] leader;
  private final int[] sizes;
  private int next;
  private boolean lost;

  private Race(int legs, int[] leader) {
    this.leader = leader;
    sizes = new int[legs];
  }

  /** The first attempt at a stream. */
  static Race alone(ParsedStream stream) {
    return new Race(stream.plain().length / LEG + 1, null);
  }

  /** Another attempt at the same stream, after this one has come to its end. */
  Race challenger() {
    return new Race(sizes.length, sizes);
  }

  /** Begins a pass over the stream; an attempt may take several. */
  void start() {
    next = 0;
  }

  /**
   * Notes a size. Legs that were jumped over have it, too: a long stored block may be noted at its
   * end alone.
   *
   * @param position the plain bytes so far
   * @return from which position on the next one is to be noted
   */
  int note(int position, int size) {
    int leg = position / LEG;
    Arrays.fill(sizes, Math.min(next, leg), leg + 1, size);
    next = leg + 1;
    lost |= leader != null && position >= FAIR && size >= leader[leg];
    return next * LEG;
  }

  /** Whether the attempt should end here. */
  boolean lost() {
    return lost;
  }
}
