package io.bytezip.modalities;

import io.bytezip.modalities.format.Format;
import io.bytezip.modalities.format.Formats;
import io.bytezip.modalities.format.InputWindow;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Cuts one stream into blocks, and each block into segments.
 *
 * <p>Call {@link #next} with what the stream goes on with: at least {@link #wanted()} bytes, unless
 * it ends before. If the plan's length is 0, {@code wanted} has grown: show more. Otherwise the
 * block is the first {@link Plan#length()} bytes; go on behind them.
 *
 * <p>Formats are recognised by content, at the start of the stream, and some of them anywhere.
 * Whatever isn't recognised or is damaged is plain. Whether a plan brings the block back is for the
 * caller to try before it relies on it: formats of others may err. Memory: at most eight times the
 * greatest block, while {@code next} runs.
 *
 * <p>Not thread-safe.
 */
public final class Segmenter {
  /** Formats are told by the first bytes, however small the blocks. */
  private static final int DETECTION = 4096;

  private final List<Format> formats;
  private final int blockSize;
  private final int maxBlockSize;
  private int wanted;
  private boolean started;

  /** What goes on in the next block; null if nothing does. */
  private Format resumed;

  /**
   * Begins a stream.
   *
   * @param blockSize the usual length of a block, at least 1
   * @param maxBlockSize the most bytes that a block, or its segments together, may have; at least
   *     {@code blockSize}
   */
  public Segmenter(int blockSize, int maxBlockSize) {
    this(blockSize, maxBlockSize, Formats.all());
  }

  /** The same with these formats only. */
  public Segmenter(int blockSize, int maxBlockSize, List<Format> formats) {
    if (blockSize < 1 || maxBlockSize < blockSize) {
      throw new IllegalArgumentException("block sizes " + blockSize + ", " + maxBlockSize);
    }
    this.formats = List.copyOf(formats);
    this.blockSize = blockSize;
    this.maxBlockSize = maxBlockSize;
    wanted = Math.min(maxBlockSize, Math.max(blockSize, DETECTION));
  }

  /**
   * How many bytes {@link #next} has to be shown, unless the input ends before; at most the
   * greatest block size.
   */
  public int wanted() {
    return wanted;
  }

  /**
   * Plans the next block.
   *
   * @param window holds the input's next bytes; not changed, not kept
   * @param offset where they begin
   * @param length how many there are
   * @param endOfInput whether the input ends with them
   * @return the plan; of length 0 when there is no input left, or more of it is wanted
   */
  public Plan next(byte[] window, int offset, int length, boolean endOfInput) {
    Objects.checkFromIndexSize(offset, length, window.length);
    if (length == 0 || length < wanted && !endOfInput) {
      return Plan.none();
    }
    InputWindow view = new InputWindow(window, offset, length, endOfInput);
    Walk walk = new Walk(view, formats, blockSize, maxBlockSize);
    if (!walk.go(!started, resumed)) {
      wanted = (int) walk.wanted();
      return Plan.none();
    }
    Plan plan = plan(walk);
    started = true;
    wanted = blockSize;
    if (plan != null) {
      resumed = walk.next();
      return plan;
    }
    int covered = Math.min(walk.covered(), maxBlockSize);
    resumed = covered == walk.covered() ? walk.next() : null;
    return generic(view, covered);
  }

  /** Null if what was found makes no plan, or one of too many bytes. */
  private Plan plan(Walk walk) {
    try {
      Plan plan = new Assembly(formats, maxBlockSize).plan(walk.pieces(), walk.covered());
      long total = plan.segments().stream().mapToLong(segment -> segment.bytes().length).sum();
      return total <= maxBlockSize ? plan : null;
    } catch (RuntimeException e) {
      // A format may be anybody's: what it found makes no sense.
      return null;
    }
  }

  private static Plan generic(InputWindow window, int length) {
    byte[] bytes = Arrays.copyOfRange(window.bytes(), window.offset(), window.offset() + length);
    return Plan.plain(new Segment(new BytesLayout(), bytes));
  }
}
