package io.bytezip.codec;

/**
 * What became of a stream so far.
 *
 * @param original bytes of the original in finished blocks
 * @param archive bytes of the archive
 * @param blocks finished blocks
 * @param raw bytes of segments that were stored as they are
 * @param lzma2 bytes of segments (before compression) that were stored as LZMA2
 * @param modelled bytes of segments (before compression) that a model coded
 */
public record Statistics(
    long original, long archive, int blocks, long raw, long lzma2, long modelled) {
  static final Statistics NONE = new Statistics(0, 0, 0, 0, 0, 0);

  Statistics plus(BlockHeader block) {
    return new Statistics(
        original + block.length(),
        archive,
        blocks + 1,
        raw + length(block, Method.RAW),
        lzma2 + length(block, Method.LZMA2),
        modelled
            + block.segments().stream()
                .filter(segment -> segment.method().coded())
                .mapToLong(SegmentHeader::length)
                .sum());
  }

  Statistics withArchive(long bytes) {
    return new Statistics(original, bytes, blocks, raw, lzma2, modelled);
  }

  private static long length(BlockHeader block, Method method) {
    return block.segments().stream()
        .filter(segment -> segment.method() == method)
        .mapToLong(SegmentHeader::length)
        .sum();
  }
}
