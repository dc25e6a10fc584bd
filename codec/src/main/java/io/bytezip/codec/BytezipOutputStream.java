package io.bytezip.codec;

import io.bytezip.modalities.Plan;
import io.bytezip.modalities.Segmenter;
import io.bytezip.modalities.format.Format;
import io.bytezip.modalities.format.Formats;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Compresses what is written to it into one archive. Bytes are coded when a block of them has come
 * together, so {@link #flush} only flushes what is coded, and {@link #finish} or {@link #close} may
 * work for long.
 *
 * <p>Memory: see {@link CompressOptions#blockSize}; it does not grow with the input, but for some
 * thirty bytes of index a block, and where it is a tar or cpio file, a list of its members, at most
 * 32 MiB.
 */
public final class BytezipOutputStream extends OutputStream {
  /** Of LZMA2; lists are short. */
  private static final int LIST_PRESET = 6;

  /** Told of every block when it is coded. */
  @FunctionalInterface
  interface BlockListener {
    void coded(Plan plan, EncodedBlock block) throws IOException;
  }

  private final OutputStream out;
  private final BlockEncoder encoder;
  private final BlockListener listener;
  private final Segmenter segmenter;
  private final CompressOptions.Profile profile;
  private final Meter meter;
  private final Hash hash = new Hash();
  private final MemberDirectory.Writer members = new MemberDirectory.Writer();
  private final List<ArchiveIndex.Entry> entries = new ArrayList<>();
  private final byte[] single = new byte[1];

  private byte[] window = new byte[1 << 13];
  private int filled;
  private long written;
  private Statistics statistics = Statistics.NONE;

  /** The part that lists the members, once all of the content is there. */
  private byte[] directory = {};

  /** Whether the block written last said that it is the only one. */
  private boolean last;

  private boolean finished;

  /**
   * Set where something failed half way: the archive is lost, and closing must not go on with it.
   */
  private boolean broken;

  private boolean closed;

  /**
   * Starts an archive; nothing is written before the first block or the end.
   *
   * @param out takes the archive; closed by {@link #close}
   * @param models where models come from; without one for a layout, LZMA2 is used
   */
  public BytezipOutputStream(OutputStream out, ModelSource models, CompressOptions options) {
    this(out, PredictorSource.of(Objects.requireNonNull(models)), options);
  }

  BytezipOutputStream(OutputStream out, PredictorSource models, CompressOptions options) {
    this(out, models, options, (plan, block) -> {});
  }

  BytezipOutputStream(
      OutputStream out, PredictorSource models, CompressOptions options, BlockListener listener) {
    this.out = Objects.requireNonNull(out);
    this.profile = options.profile();
    this.meter = new Meter(options.progress());
    this.encoder = new BlockEncoder(models, options, meter);
    this.listener = listener;
    List<Format> formats = options.raw().map(List::of).orElseGet(Formats::all);
    this.segmenter = new Segmenter(options.blockSize(), CompressOptions.MAX_BLOCK, formats);
  }

  @Override
  public void write(int octet) throws IOException {
    single[0] = (byte) octet;
    write(single, 0, 1);
  }

  /**
   * Takes bytes.
   *
   * @throws IOException if the archive is finished or closed, or cannot be written
   */
  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (finished || closed || broken) {
      throw new IOException(broken ? "writing failed before" : "the archive is finished");
    }
    int from = offset;
    int left = length;
    while (left > 0) {
      // One byte more than a block shows that the block is not the last.
      int enough = segmenter.wanted() + 1;
      if (filled >= enough) {
        block(false);
        continue;
      }
      int count = Math.min(left, enough - filled);
      if (filled + count > window.length) {
        long grown = Math.max(filled + count, Math.min(2L * window.length, enough));
        window = Arrays.copyOf(window, (int) grown);
      }
      System.arraycopy(bytes, from, window, filled, count);
      filled += count;
      from += count;
      left -= count;
    }
  }

  /** Flushes the blocks coded so far; does not end a block. */
  @Override
  public void flush() throws IOException {
    if (!closed) {
      out.flush();
    }
  }

  /**
   * Ends the archive without closing the stream below. Does nothing the second time.
   *
   * @throws IOException if the archive cannot be written, or could not before
   */
  public void finish() throws IOException {
    if (finished) {
      return;
    }
    if (broken) {
      throw new IOException("writing failed before");
    }
    if (closed) {
      throw new IOException("the stream is closed");
    }
    while (filled > 0) {
      block(true);
    }
    broken = true;
    if (written == 0) {
      emit(FileHeader.bytes(profile));
      emit(Part.end());
    } else if (!last) {
      if (directory.length > 0) {
        emit(directory);
        entries.add(new ArchiveIndex.Entry(directory.length, 0));
      }
      emit(new ArchiveIndex(entries, hash.value()).toBytes());
    }
    broken = false;
    finished = true;
    window = new byte[0];
    out.flush();
  }

  /**
   * Finishes the archive, if nothing has failed so far, and closes the stream below. Does nothing
   * the second time.
   */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    try (out) {
      if (!broken) {
        finish();
      }
    } finally {
      closed = true;
    }
  }

  /** What became of the bytes so far. */
  public Statistics statistics() {
    return statistics.withArchive(written);
  }

  private void block(boolean end) throws IOException {
    broken = true;
    Plan plan = segmenter.next(window, 0, filled, end);
    int length = plan.length();
    if (length == 0) {
      if (end) {
        throw new IllegalStateException("no block was cut");
      }
      broken = false;
      return;
    }
    EncodedBlock block = encoder.encode(window, 0, plan);
    hash.update(window, 0, length);
    members.update(window, 0, length);
    filled -= length;
    System.arraycopy(window, length, window, 0, filled);
    if (written == 0) {
      emit(FileHeader.bytes(profile));
    }
    if (end && filled == 0) {
      directory = members.finish(LIST_PRESET);
    }
    last = end && filled == 0 && entries.isEmpty() && directory.length == 0;
    byte[] header = block.header().toBytes(last);
    emit(header);
    for (byte[] bytes : block.body()) {
      emit(bytes);
    }
    statistics = statistics.plus(block.header());
    entries.add(new ArchiveIndex.Entry(header.length + block.header().body(), length));
    meter.end(written);
    listener.coded(plan, block);
    broken = false;
  }

  private void emit(byte[] bytes) throws IOException {
    out.write(bytes);
    written += bytes.length;
  }
}
