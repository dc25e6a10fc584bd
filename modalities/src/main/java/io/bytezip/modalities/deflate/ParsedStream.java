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
 * @param reaches for each block the first byte that its matches and those of later blocks repeat,
 *     and one number more; empty where no block is
 */
record ParsedStream(
    byte[] plain, int size, int[] tokens, List<Block> blocks, int trailing, int[] reaches) {
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

  /** A stream, and how far its matches reach back. */
  static ParsedStream of(byte[] plain, int size, int[] tokens, List<Block> blocks, int trailing) {
    boolean flushes = blocks.stream().anyMatch(block -> block.length() == 0);
    int[] reaches = flushes ? reaches(plain.length, tokens, blocks) : new int[0];
    return new ParsedStream(plain, size, tokens, blocks, trailing, reaches);
  }

  private static int[] reaches(int length, int[] tokens, List<Block> blocks) {
    int[] reaches = new int[blocks.size() + 1];
    int reach = length;
    for (int i = blocks.size(); i > 0; i--) {
      reaches[i] = reach;
      Block block = blocks.get(i - 1);
      int position = block.start();
      for (int k = 0; k < block.tokens(); k++) {
        int token = tokens[block.firstToken() + k];
        reach = Math.min(reach, position - Token.distance(token));
        position += Token.length(token);
      }
    }
    return reaches;
  }

  /** Whether the encoder was told to write everything it had when it ended a block. */
  boolean flushed(int block) {
    return !blocks.get(block).last() && blocks.get(block + 1).length() == 0;
  }

  /** Whether no later match reaches back before an empty block, as after zlib's full flush. */
  boolean forgets(int block) {
    int start = blocks.get(block).start();
    return start < plain.length && reaches[block + 1] >= start;
  }
}
