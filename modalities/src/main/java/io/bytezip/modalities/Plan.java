package io.bytezip.modalities;

import java.util.List;

/**
 * How one block is coded: its next {@code length} bytes are what {@link Restorer#restore} makes of
 * the segments by the recipe.
 *
 * @param length how many bytes of the input the block takes; 0 when more input must be shown first
 * @param segments one or more segments, in coding order; none when {@code length} is 0
 * @param recipe how the segments are put together; empty when they just follow one another
 */
public record Plan(int length, List<Segment> segments, byte[] recipe) {
  private static final byte[] NO_RECIPE = {};

  /** Copies the list. */
  public Plan {
    segments = List.copyOf(segments);
  }

  /** The answer of a segmenter that has to see more. */
  static Plan none() {
    return new Plan(0, List.of(), NO_RECIPE);
  }

  /** One segment that is the block. */
  static Plan plain(Segment segment) {
    return new Plan(segment.bytes().length, List.of(segment), NO_RECIPE);
  }
}
