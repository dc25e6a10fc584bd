package io.bytezip.codec;

import java.util.List;

/**
 * What one block takes in an archive.
 *
 * @param offset where it begins in the original
 * @param length bytes of the original
 * @param archive bytes of the archive, of which the header, the recipe and up to five bytes of the
 *     coder's end belong to no segment
 * @param segments its segments, in order
 */
public record BlockCost(long offset, int length, long archive, List<SegmentCost> segments) {
  /** Copies the list. */
  public BlockCost {
    segments = List.copyOf(segments);
  }
}
