package io.bytezip.modalities.deflate;

import java.util.List;

/**
 * A deflate stream as its encoder thought of it.
 *
 * @param plain what it inflates to
 * @param size bytes of the stream, its last, partly used byte included
 * @param tokens of all blocks, see {@link Token}; more room may follow them
 * @param blocks in order
 * @param trailing the bits behind the last block that fill up the last byte
 */
record ParsedStream(byte[] plain, int size, int[] tokens, List<Block> blocks, int trailing) {
  /**
   * A block.
   *
   * @param type stored, fixed or dynamic
   * @param firstToken the place of its first token
   * @param tokens how many it has; none if it is stored
   * @param start where its bytes begin
   * @param length how many bytes it makes
   * @param padding of a stored block: the bits that fill up the byte before its length
   * @param header of a dynamic block, else null
   */
  record Block(
      int type,
      boolean last,
      int firstToken,
      int tokens,
      int start,
      int length,
      int padding,
      DeflateTreeHeader header) {}
}
