package io.bytezip.codec;

import io.bytezip.codec.mix.Effort;
import io.bytezip.modalities.format.MemberScanner;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * Lists what an archive holds, and reads any part of it without decoding the rest. Several archives
 * that follow one another are read as one. It uses the index where one archive of several blocks is
 * all there is, and otherwise the headers of all blocks.
 *
 * <p>Memory: some hundred bytes a block of the archive, and the block decoded last. Not
 * thread-safe.
 */
public final class ArchiveReader implements Closeable {
  /**
   * One block.
   *
   * @param archiveOffset where its header begins in the archive
   * @param archiveLength bytes that it takes there, header included
   * @param offset where its content begins in the original
   * @param length bytes of the original
   */
  public record Block(long archiveOffset, long archiveLength, long offset, int length) {}

  /**
   * One segment of a block.
   *
   * @param method how it is stored
   * @param layout the id of its layout if a model coded it, else the empty string
   * @param length bytes of the segment
   * @param stored bytes that it takes in the archive; segments that a model coded share one stream
   *     of their block, whose length stands with the first of them
   * @param lanes lanes asked of the layout, 0 without a model
   * @param model the model, or {@code null}
   * @param effort of the models that learn, or {@code null} if there are none
   */
  public record Segment(
      Method method,
      String layout,
      int length,
      int stored,
      int lanes,
      ModelId model,
      Effort effort) {}

  private final SeekableByteChannel channel;
  private final BlockDecoder decoder;
  private final List<Block> blocks;
  private final long length;

  /** A list of members, and the archive that it belongs to. */
  private record Listed(MemberDirectory directory, long base, long length) {}

  private final List<Listed> listed = new ArrayList<>();
  private Block cached;
  private byte[] content;

  private ArchiveReader(SeekableByteChannel channel, BlockDecoder decoder) throws IOException {
    this.channel = channel;
    this.decoder = decoder;
    List<Block> indexed = indexed();
    this.blocks = Collections.unmodifiableList(indexed == null ? scanned() : indexed);
    this.length = blocks.isEmpty() ? 0 : blocks.getLast().offset() + blocks.getLast().length();
  }

  /**
   * Opens an archive.
   *
   * @param channel the archive, from its position 0 to its end; closed by {@link #close}
   * @throws CorruptArchiveException if its headers are damaged, or it is cut short
   * @throws UnsupportedFormatException if it has blocks that this version does not know
   */
  public static ArchiveReader open(
      SeekableByteChannel channel, ModelSource models, DecompressOptions options)
      throws IOException {
    return open(channel, PredictorSource.of(Objects.requireNonNull(models)), options);
  }

  static ArchiveReader open(
      SeekableByteChannel channel, PredictorSource models, DecompressOptions options)
      throws IOException {
    Meter meter = new Meter(options.progress());
    return new ArchiveReader(channel, new BlockDecoder(models, options, meter));
  }

  /** The blocks, in the order of the original. */
  public List<Block> blocks() {
    return blocks;
  }

  /** Bytes of the original. */
  public long length() {
    return length;
  }

  /**
   * The members of the content, if it is a tar or cpio file and the archive lists them; empty if
   * not. Members of several archives that follow one another come in their order. Memory: some two
   * hundred bytes a member, its name, and 16 MiB; in all no more than half a gigabyte.
   *
   * @throws CorruptArchiveException if a list is damaged
   * @throws IOException if there are too many members: 2 million, less where names are long
   */
  public List<Member> members() throws IOException {
    MemberList members = new MemberList();
    for (Listed list : listed) {
      list.directory().members(list.base(), list.length(), members::add);
      members.check();
    }
    return members.toList();
  }

  /**
   * The members, found by decoding the whole content; for archives that don't list them. Memory as
   * for {@link #members}.
   *
   * @throws IOException if there are too many members, as for {@link #members}
   */
  public List<Member> findMembers() throws IOException {
    MemberList members = new MemberList();
    MemberScanner scanner =
        new MemberScanner(
            found ->
                members.add(
                    new Member(
                        MemberDirectory.name(found.heading().name()),
                        found.heading().kind(),
                        found.offset(),
                        found.heading().length(),
                        found.heading().mode(),
                        found.heading().modified(),
                        MemberDirectory.name(found.heading().link()))));
    byte[] buffer = new byte[1 << 16];
    long position = 0;
    for (int read = read(0, buffer, 0, buffer.length); read >= 0; ) {
      scanner.update(buffer, 0, read);
      members.check();
      position += read;
      read = read(position, buffer, 0, buffer.length);
    }
    scanner.finish();
    return members.toList();
  }

  /** The segments of a block, by its header. */
  public List<Segment> segments(Block block) throws IOException {
    BlockHeader header = header(at(block.archiveOffset()), block);
    List<Segment> segments = new ArrayList<>();
    int payload = header.payload();
    for (SegmentHeader segment : header.segments()) {
      boolean coded = segment.method().coded();
      segments.add(
          new Segment(
              segment.method(),
              coded ? segment.layout().id() : "",
              segment.length(),
              coded ? payload : segment.stored(),
              segment.lanes(),
              segment.model(),
              segment.mixer() == null ? null : segment.mixer().effort()));
      payload = coded ? 0 : payload;
    }
    return segments;
  }

  /**
   * Reads from a position of the original: up to {@code length} bytes, as many as the block there
   * has; -1 at the end.
   *
   * @throws CorruptArchiveException if the block is damaged
   * @throws UnknownModelException if the block needs a model that is not there
   */
  public int read(long position, byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (position < 0) {
      throw new IllegalArgumentException("position " + position);
    }
    if (length == 0) {
      return 0;
    }
    if (position >= this.length) {
      return -1;
    }
    Block block = blocks.get(find(position));
    if (!block.equals(cached)) {
      cached = null;
      content = null;
      ArchiveInput in = at(block.archiveOffset());
      content = decoder.decode(header(in, block), in);
      cached = block;
    }
    int from = (int) (position - block.offset());
    int count = Math.min(length, block.length() - from);
    System.arraycopy(content, from, target, offset, count);
    return count;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /**
   * The last block that begins at or before the position; blocks without content come before others
   * with the same offset.
   */
  private int find(long position) {
    int low = 0;
    int high = blocks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (blocks.get(middle).offset() <= position) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static BlockHeader header(ArchiveInput in, Block block) throws IOException {
    if (Part.read(in) instanceof Part.Data(BlockHeader header, boolean last)
        && header.length() == block.length()) {
      return header;
    }
    throw new CorruptArchiveException("the index does not match the blocks");
  }

  private ArchiveInput at(long position) throws IOException {
    channel.position(position);
    return new ArchiveInput(new BufferedInputStream(Channels.newInputStream(channel)), position);
  }

  /** By the index at the end; null if there is none, or if it does not explain the whole file. */
  private List<Block> indexed() throws IOException {
    long size = channel.size();
    if (size < FileHeader.SIZE + ArchiveIndex.TRAILER) {
      return null;
    }
    ByteBuffer trailer = ByteBuffer.allocate(ArchiveIndex.TRAILER);
    channel.position(size - ArchiveIndex.TRAILER);
    while (trailer.hasRemaining()) {
      if (channel.read(trailer) < 0) {
        throw new EOFException();
      }
    }
    long indexLength = ArchiveIndex.length(trailer.array());
    if (indexLength < 0 || indexLength > size - FileHeader.SIZE) {
      return null;
    }
    FileHeader.read(at(0));
    try {
      if (Part.read(at(size - indexLength)) instanceof Part.Index(ArchiveIndex index)) {
        List<Block> found = new ArrayList<>();
        long archive = FileHeader.SIZE;
        long original = 0;
        for (ArchiveIndex.Entry entry : index.entries()) {
          boolean behindAll = archive + entry.compressed() == size - indexLength;
          if (behindAll && entry.original() == 0 && list(archive, original)) {
            return found;
          }
          found.add(new Block(archive, entry.compressed(), original, entry.original()));
          archive += entry.compressed();
          original += entry.original();
        }
        if (archive == size - indexLength) {
          return found;
        }
      }
    } catch (BytezipException e) {
      // The blocks themselves will tell.
    }
    listed.clear();
    return null;
  }

  /** Whether what is there is the list of the members before. */
  private boolean list(long position, long length) throws IOException {
    ArchiveInput in = at(position);
    if (in.first() == BlockHeader.MEMBERS
        && Part.read(at(position)) instanceof Part.Members(MemberDirectory directory)) {
      listed.add(new Listed(directory, 0, length));
      return true;
    }
    return false;
  }

  /** By all headers. */
  private List<Block> scanned() throws IOException {
    List<Block> found = new ArrayList<>();
    long position = 0;
    long original = 0;
    long size = channel.size();
    ArchiveInput in = at(position);
    if (!FileHeader.read(in)) {
      throw new CorruptArchiveException("not a bytezip archive: it is empty");
    }
    position = FileHeader.SIZE;
    boolean inside = true;
    long base = 0;
    while (inside || position < size) {
      in = at(position);
      if (!inside) {
        inside = FileHeader.read(in);
        base = original;
      } else {
        switch (Part.read(in)) {
          case Part.Data(BlockHeader header, boolean last) -> {
            long compressed = in.position() + header.body();
            if (compressed > size - position) {
              throw new CorruptArchiveException("the archive is cut short");
            }
            found.add(new Block(position, compressed, original, header.length()));
            original += header.length();
            position += header.body();
            inside = !last;
          }
          case Part.Members(MemberDirectory directory) ->
              listed.add(new Listed(directory, base, original - base));
          case Part.End _, Part.Index _ -> inside = false;
        }
      }
      position += in.position();
    }
    return found;
  }
}
