package io.bytezip.modalities;

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
 * <p>Formats are recognised by content at the start of the stream: WAV, BMP, PNM, TIFF and PNG of
 * common kinds. Every plan has been tried: the block was restored from it and compared. Whatever
 * isn't recognised, is damaged, or doesn't come back, is one generic segment. Memory: at most six
 * times the greatest block, while {@code next} runs.
 *
 * <p>Not thread-safe.
 */
public final class Segmenter {
  private static final List<FormatParser> PARSERS =
      List.of(new WavParser(), new PngParser(), new BmpParser(), new PnmParser(), new TiffParser());

  /** Formats are told by the first bytes, however small the blocks. */
  private static final int DETECTION = 4096;

  private final int blockSize;
  private final int maxBlockSize;
  private int wanted;
  private boolean started;

  /** Samples that go on in the next block; null if there are none. */
  private UnitRun run;

  /**
   * Begins a stream.
   *
   * @param blockSize the usual length of a block, at least 1
   * @param maxBlockSize the most bytes that a block, or its segments together, may have; at least
   *     {@code blockSize}
   */
  public Segmenter(int blockSize, int maxBlockSize) {
    if (blockSize < 1 || maxBlockSize < blockSize) {
      throw new IllegalArgumentException("block sizes " + blockSize + ", " + maxBlockSize);
    }
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
    Plan plan;
    try {
      plan = structured(view);
    } catch (IndexOutOfBoundsException | ArithmeticException | IllegalArgumentException e) {
      plan = null;
    }
    if (plan != null && plan.length() == 0) {
      return plan;
    }
    if (plan == null || !restores(plan, view)) {
      run = null;
      plan = generic(view);
    }
    started = true;
    wanted = blockSize;
    return plan;
  }

  private Plan generic(InputWindow window) {
    int length = Math.min(window.length(), blockSize);
    byte[] bytes = Arrays.copyOfRange(window.bytes(), window.offset(), window.offset() + length);
    return Plan.plain(new Segment(new BytesLayout(), bytes));
  }

  /**
   * A plan by some format; of length 0 when more is wanted, null when there is nothing to be found.
   */
  private Plan structured(InputWindow window) {
    if (run != null) {
      return units(window, run);
    }
    if (started) {
      return null;
    }
    for (FormatParser parser : PARSERS) {
      switch (parser.parse(window, maxBlockSize)) {
        case Finding.Nothing _ -> {}
        case Finding.More more -> {
          if (wantMore(window, more.length())) {
            return Plan.none();
          }
        }
        case Finding.Found found -> {
          Plan plan = units(window, found.run());
          if (plan != null) {
            return plan;
          }
        }
        case Finding.Drawn drawn -> {
          PlanDraft draft = drawn.draft();
          return draft.finish(window, blockEnd(window, draft.covered()));
        }
      }
    }
    return null;
  }

  private boolean wantMore(InputWindow window, long length) {
    if (window.complete() || length <= window.length() || length > maxBlockSize) {
      return false;
    }
    wanted = (int) length;
    return true;
  }

  /**
   * Where a block ends whose samples end at {@code covered}: the rest of a usual block is taken
   * along.
   */
  private int blockEnd(InputWindow window, int covered) {
    return Math.max(covered, Math.min(window.length(), blockSize));
  }

  private Plan units(InputWindow window, UnitRun next) {
    int stride = next.stride();
    long first = (long) next.start() + stride;
    if (first > maxBlockSize) {
      return null;
    }
    long limit = Math.max(next.whole() ? maxBlockSize : blockSize, first);
    long needed = next.start() + Math.min(next.units(), (limit - next.start()) / stride) * stride;
    if (wantMore(window, needed)) {
      return Plan.none();
    }
    long shown = (long) window.length() - next.start();
    long room = Math.max(0, Math.min(shown, limit - next.start()));
    int units = (int) Math.min(next.units(), room / stride);
    boolean last = window.complete() && shown < (units + 1L) * stride;
    boolean ends = last || units == next.units();
    boolean worthwhile =
        !ends || run != null || (long) units * next.unit() >= FormatParser.MIN_SAMPLES;
    if (units == 0 || !worthwhile) {
      return null;
    }
    Plan plan = draft(window, next, units, ends);
    run = ends ? null : next.after(units);
    return plan;
  }

  private Plan draft(InputWindow window, UnitRun next, int units, boolean ends) {
    int unit = next.unit();
    int padding = next.padding();
    byte[] samples = new byte[units * unit];
    PlanDraft draft = new PlanDraft(next.layout(), samples);
    draft.other(window, next.start());
    boolean zeros = true;
    for (int i = 0; i < units; i++) {
      int from = next.start() + i * next.stride();
      System.arraycopy(window.bytes(), window.offset() + from, samples, i * unit, unit);
      for (int k = 0; k < padding; k++) {
        zeros &= window.u8(from + unit + k) == 0;
      }
    }
    int covered = units * next.stride();
    if (padding > 0) {
      if (!zeros) {
        for (int i = 0; i < units; i++) {
          draft.side(window, next.start() + i * next.stride() + unit, padding);
        }
      }
      draft.part(new Part.Rows(PlanDraft.SAMPLES, unit, units, padding, !zeros), covered);
    } else {
      draft.rest(covered);
    }
    return draft.finish(window, ends ? blockEnd(window, draft.covered()) : draft.covered());
  }

  private boolean restores(Plan plan, InputWindow window) {
    List<byte[]> segments = plan.segments().stream().map(Segment::bytes).toList();
    long total = segments.stream().mapToLong(segment -> segment.length).sum();
    if (total > maxBlockSize || plan.length() > window.length()) {
      return false;
    }
    try {
      byte[] restored = Restorer.restore(plan.recipe(), segments, plan.length());
      int from = window.offset();
      return Arrays.equals(
          restored, 0, restored.length, window.bytes(), from, from + plan.length());
    } catch (MalformedRecipeException e) {
      return false;
    }
  }
}
