package io.bytezip.modalities;

/**
 * The lanes of one open segment, all advanced in lockstep: in step t every lane that is longer than
 * t codes its symbol t.
 *
 * <p>Lanes come longest first, so the lanes alive at any step are a prefix. In step t a lane may
 * read samples of other lanes that were accepted in step t-2 or earlier, and all of its own; so
 * groups of lanes may be advanced by different threads with one barrier a step.
 */
public interface LiveSegment {
  /** Number of lanes, 1 or more (0 only for an empty segment). */
  int lanes();

  /** The lane; lengths never increase with the index. */
  LiveLane lane(int index);
}
