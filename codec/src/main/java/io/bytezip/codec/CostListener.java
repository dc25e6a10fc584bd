package io.bytezip.codec;

import java.util.List;

/** Told what the bytes of a block take, once the block is decoded and its hash has matched. */
@FunctionalInterface
interface CostListener {
  /**
   * A block.
   *
   * @param segments the bytes of its segments, in order
   * @param bits what each of these bytes takes; where they are stored by themselves, the mean
   * @param places where in the block each segment begins, as far as that can be said (see {@code
   *     Restorer})
   */
  void decoded(BlockHeader header, List<byte[]> segments, List<float[]> bits, int[] places);
}
