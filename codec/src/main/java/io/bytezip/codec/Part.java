package io.bytezip.codec;

import java.io.IOException;

/** One of the parts that follow an archive's header. */
sealed interface Part {
  /** An empty archive's end. */
  record End() implements Part {}

  /** A block's header; its body follows. */
  record Data(BlockHeader header, boolean last) implements Part {}

  /** The members of the content, where it is a container. */
  record Members(MemberDirectory directory) implements Part {}

  /** The index, which is last. */
  record Index(ArchiveIndex index) implements Part {}

  static byte[] end() {
    return new HeaderOutput().u8(BlockHeader.END | BlockHeader.LAST).checked();
  }

  static Part read(ArchiveInput in) throws IOException {
    int first = in.first();
    if (first < 0) {
      throw new CorruptArchiveException("the archive is cut short");
    }
    boolean last = (first & BlockHeader.LAST) != 0;
    int kind = first & ~BlockHeader.LAST;
    return switch (kind) {
      case BlockHeader.END -> {
        in.checkHeader();
        if (!last) {
          throw new CorruptArchiveException("an end that is not the last");
        }
        yield new End();
      }
      case BlockHeader.RAW,
          BlockHeader.LZMA2,
          BlockHeader.MODEL,
          BlockHeader.ADAPTIVE,
          BlockHeader.MIXED ->
          new Data(BlockHeader.readPlain(kind, in), last);
      case BlockHeader.SEGMENTS -> new Data(BlockHeader.readSegments(in), last);
      case BlockHeader.MEMBERS -> {
        MemberDirectory directory = MemberDirectory.read(in);
        if (last) {
          throw new CorruptArchiveException("an index is missing");
        }
        yield new Members(directory);
      }
      case BlockHeader.INDEX -> {
        ArchiveIndex index = ArchiveIndex.read(in);
        if (!last) {
          throw new CorruptArchiveException("an index that is not the last");
        }
        yield new Index(index);
      }
      default -> {
        if (kind > BlockHeader.MAX_KIND) {
          throw new CorruptArchiveException("no such kind of block: " + kind);
        }
        BlockHeader.readSized(in, CompressOptions.MAX_BLOCK);
        throw UnsupportedFormatException.newer("block kind " + kind);
      }
    };
  }
}
