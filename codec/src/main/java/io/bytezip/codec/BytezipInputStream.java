package io.bytezip.codec;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Decompresses an archive, or several that follow one another. The bytes of a block are handed out
 * only once its hash matches.
 *
 * <p>Reading throws {@link CorruptArchiveException}, {@link UnknownModelException} or {@link
 * UnsupportedFormatException}; having thrown, it throws the same again. Memory: a block's original,
 * segments and compressed bytes, at most 64 MiB each, thirty bytes for each block so far, the
 * model's caches and one mixer, whose table the archive may ask to have up to 1 GiB ({@link
 * CompressOptions#blockSize} has what it takes in archives made here). An archive that was made to
 * take much can make a recipe take some 3 GB; whoever reads anybody's archives limits the heap. The
 * stream below is read no further than the archive's end, then to see whether another follows.
 */
public final class BytezipInputStream extends InputStream {
  private final InputStream source;
  private final ArchiveInput in;
  private final BlockDecoder decoder;
  private final Meter meter;
  private final Hash hash = new Hash();
  private final List<ArchiveIndex.Entry> entries = new ArrayList<>();

  private byte[] block = new byte[0];
  private int position;
  private boolean inside;

  /** Whether the archive's members were listed. */
  private boolean listed;

  private boolean any;
  private boolean ended;
  private boolean closed;
  private Throwable failure;

  /**
   * Opens an archive; nothing is read yet.
   *
   * @param in the archive; closed by {@link #close}
   * @param models where the models that it names come from
   */
  public BytezipInputStream(InputStream in, ModelSource models, DecompressOptions options) {
    this(in, PredictorSource.of(Objects.requireNonNull(models)), options);
  }

  BytezipInputStream(InputStream in, PredictorSource models, DecompressOptions options) {
    this(in, models, options, null);
  }

  /**
   * @param costs told what the bytes of each block take, or {@code null}
   */
  BytezipInputStream(
      InputStream in, PredictorSource models, DecompressOptions options, CostListener costs) {
    this.source = Objects.requireNonNull(in);
    this.in = new ArchiveInput(in);
    this.meter = new Meter(options.progress());
    this.decoder = new BlockDecoder(models, options, meter, costs);
  }

  @Override
  public int read() throws IOException {
    return fill() ? block[position++] & 0xFF : -1;
  }

  /** Reads up to {@code length} bytes: what is left of the block at hand, or of the next one. */
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, block.length - position);
    System.arraycopy(block, position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    if (count <= 0 || !fill()) {
      return 0;
    }
    int skipped = (int) Math.min(count, block.length - position);
    position += skipped;
    return skipped;
  }

  /** Bytes that are decoded already. */
  @Override
  public int available() throws IOException {
    open();
    return block.length - position;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      block = new byte[0];
      position = 0;
      source.close();
    }
  }

  /** Bytes of the archive read so far. */
  long position() {
    return in.position();
  }

  private void open() throws IOException {
    if (closed) {
      throw new IOException("the stream is closed");
    }
  }

  /** Makes at least one byte ready; false at the end. */
  private boolean fill() throws IOException {
    open();
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
    try {
      while (position == block.length && !ended) {
        block = new byte[0];
        position = 0;
        next();
      }
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      block = new byte[0];
      throw e;
    }
    return !ended;
  }

  private void next() throws IOException {
    if (!inside) {
      inside = FileHeader.read(in);
      if (!inside && !any) {
        throw new CorruptArchiveException("not a bytezip archive: it is empty");
      }
      any = true;
      ended = !inside;
      return;
    }
    long start = in.position();
    switch (Part.read(in)) {
      case Part.End ignored -> {
        if (!entries.isEmpty()) {
          throw new CorruptArchiveException("an index is missing");
        }
        inside = false;
      }
      case Part.Data(BlockHeader header, boolean last) -> {
        if (last && !entries.isEmpty()) {
          throw new CorruptArchiveException("an index is missing");
        }
        if (listed) {
          throw new CorruptArchiveException("a block behind the list of members");
        }
        block = decoder.decode(header, in);
        if (last) {
          inside = false;
        } else {
          hash.update(block, 0, block.length);
          entries.add(new ArchiveIndex.Entry(in.position() - start, block.length));
        }
        meter.end(in.position());
      }
      case Part.Members(MemberDirectory directory) -> {
        if (listed) {
          throw new CorruptArchiveException("two lists of members");
        }
        listed = true;
        long length = entries.stream().mapToLong(ArchiveIndex.Entry::original).sum();
        directory.members(0, length, member -> {});
        entries.add(new ArchiveIndex.Entry(in.position() - start, 0));
      }
      case Part.Index(ArchiveIndex index) -> {
        if (!index.equals(new ArchiveIndex(entries, hash.value()))) {
          throw new CorruptArchiveException("the index does not match the blocks");
        }
        entries.clear();
        listed = false;
        inside = false;
      }
    }
  }
}
