package io.bytezip.codec;

import io.bytezip.codec.CompressOptions.Profile;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.MalformedRecipeException;
import io.bytezip.modalities.Plan;
import io.bytezip.modalities.Restorer;
import io.bytezip.modalities.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Codes blocks: of every segment the smallest of raw, LZMA2 and model, and never more than the
 * block itself.
 *
 * <p>What a plan restores, and what a segment rebuilds, is compared with the input; where it
 * differs, the next simpler way is taken.
 */
final class BlockEncoder {
  private static final byte[] NO_RECIPE = {};

  /** What a header spends on a model, its lanes and a payload. */
  private static final int MODEL_COST = 10;

  /** What the caches of all lanes may take when their number is not asked for. */
  private static final long MODEL_MEMORY = 1L << 30;

  private final PredictorSource models;
  private final CompressOptions options;
  private final Meter meter;

  BlockEncoder(PredictorSource models, CompressOptions options, Meter meter) {
    this.models = models;
    this.options = options;
    this.meter = meter;
  }

  /** Codes the block that the plan makes of {@code window[offset ...]}. */
  EncodedBlock encode(byte[] window, int offset, Plan plan) {
    int length = plan.length();
    long hash = Hash.of(window, offset, length);
    boolean plain = isPlain(plan, window, offset);
    Segment whole =
        plain
            ? plan.segments().getFirst()
            : new Segment(new BytesLayout(), Arrays.copyOfRange(window, offset, offset + length));
    EncodedBlock best = null;
    if (!plain && restores(plan, whole.bytes())) {
      best = encode(plan.segments(), plan.recipe(), length, hash);
    }
    if (best == null
        || best.header().segments().stream().noneMatch(s -> s.method().coded())) {
      best = smaller(best, encode(List.of(whole), NO_RECIPE, length, hash));
    }
    BlockHeader raw = new BlockHeader(length, 0, List.of(SegmentHeader.raw(length)), 0, hash);
    return smaller(best, new EncodedBlock(raw, List.of(whole.bytes())));
  }

  private static boolean isPlain(Plan plan, byte[] window, int offset) {
    Segment first = plan.segments().getFirst();
    return plan.segments().size() == 1
        && first.layout() instanceof BytesLayout
        && Arrays.equals(
            first.bytes(), 0, first.bytes().length, window, offset, offset + plan.length());
  }

  private static boolean restores(Plan plan, byte[] whole) {
    List<byte[]> segments = plan.segments().stream().map(Segment::bytes).toList();
    long total = 0;
    for (byte[] segment : segments) {
      total += segment.length;
    }
    if (total > CompressOptions.MAX_BLOCK) {
      return false;
    }
    try {
      return Arrays.equals(Restorer.restore(plan.recipe(), segments, whole.length), whole);
    } catch (MalformedRecipeException e) {
      return false;
    }
  }

  private static EncodedBlock smaller(EncodedBlock one, EncodedBlock other) {
    return one != null && size(one) <= size(other) ? one : other;
  }

  private static long size(EncodedBlock block) {
    return block.header().toBytes(false).length + block.header().body();
  }

  private EncodedBlock encode(List<Segment> segments, byte[] recipe, int length, long hash) {
    Progressing progressing = new Progressing(segments);
    meter.begin(length, progressing.total);
    DecisionEncoder coder = new DecisionEncoder();
    List<SegmentHeader> headers = new ArrayList<>();
    List<byte[]> body = new ArrayList<>();
    body.add(recipe);
    boolean modelled = false;
    for (Segment segment : segments) {
      byte[] bytes = segment.bytes();
      byte[] stored = bytes;
      SegmentHeader header = SegmentHeader.raw(bytes.length);
      if (bytes.length > 0 && !Redundancy.none(bytes)) {
        byte[] lzma2 = Lzma2.compress(bytes);
        if (lzma2 != null) {
          stored = lzma2;
          header = SegmentHeader.lzma2(bytes.length, lzma2.length);
        }
      }
      SegmentHeader model = model(segment, coder, stored.length, progressing);
      if (model != null) {
        header = model;
        modelled = true;
      } else {
        body.add(stored);
      }
      headers.add(header);
      progressing.finished += bytes.length;
      meter.done(progressing.finished);
    }
    byte[] payload = modelled ? coder.finish() : NO_RECIPE;
    body.add(payload);
    return new EncodedBlock(
        new BlockHeader(length, recipe.length, List.copyOf(headers), payload.length, hash), body);
  }

  /**
   * Codes a segment by the model; null, and the coder as it was, if there is none or it does not
   * win.
   */
  private SegmentHeader model(
      Segment segment, DecisionEncoder coder, int otherwise, Progressing progressing) {
    Layout layout = segment.layout();
    byte[] bytes = segment.bytes();
    if (bytes.length == 0) {
      return null;
    }
    PredictorSource.Opener opener =
        options.profile() == Profile.ADAPTIVE ? null : models.forCompression(layout);
    if (opener != null && !opener.reads(layout)) {
      opener = null;
    }
    if (opener == null && options.profile() == Profile.FROZEN) {
      return null;
    }
    Method method =
        opener == null
            ? Method.ADAPTIVE
            : options.profile() == Profile.FROZEN ? Method.MODEL : Method.MIXED;
    int lanes = lanes(layout, bytes.length, opener);
    byte[] rebuilt = new byte[bytes.length];
    DecisionEncoder.Mark mark = coder.mark();
    Gate gate = new Gate(
            coder, bytes.length, otherwise - MODEL_COST, progressing.finished, method.learns());
    meter.beginModel();
    boolean coded;
    try {
      coded =
          new LaneCoder(coder, gate)
              .code(layout, layout.open(bytes, rebuilt, lanes), opener, method.learns(), options.threads());
    } catch (CorruptArchiveException e) {
      throw new IllegalStateException(e);
    }
    meter.endModel();
    if (!coded || !gate.wins() || !Arrays.equals(bytes, rebuilt)) {
      coder.reset(mark);
      return null;
    }
    return SegmentHeader.coded(
        method, bytes.length, layout, lanes, opener == null ? null : opener.id());
  }

  private int lanes(Layout layout, int length, PredictorSource.Opener opener) {
    if (options.lanes() > 0) {
      return options.lanes();
    }
    if (opener == null) {
      return 1;
    }
    long affordable = MODEL_MEMORY / Math.max(1, opener.bytesPerLane());
    int most = Math.clamp(affordable, 1, CompressOptions.MAX_LANES);
    return Math.clamp(layout.maxLanes(length), 1, most);
  }

  private static final class Progressing {
    private final long total;
    private long finished;

    Progressing(List<Segment> segments) {
      total = segments.stream().mapToLong(segment -> segment.bytes().length).sum();
    }
  }

  /**
   * Stops a model that does not win. The first steps of all lanes are a sample from all over the
   * segment: at 4096 symbols, and whenever they have doubled, the rate since the last look, less an
   * allowance for what a model or a layout still learns, is taken for the rest.
   */
  private final class Gate implements LaneCoder.Watch {
    private static final long FIRST_LOOK = 4096;
    private static final long FIRST_LOOK_AT_LEARNER = 1 << 16;

    private final DecisionEncoder coder;
    private final long start;
    private final long length;
    private final long limit;
    private final long before;
    private final boolean learns;
    private long nextLook;
    private long lookSymbols;
    private long lookBytes;

    Gate(DecisionEncoder coder, long length, long limit, long before, boolean learns) {
      this.learns = learns;
      this.nextLook = learns ? FIRST_LOOK_AT_LEARNER : FIRST_LOOK;
      this.coder = coder;
      this.start = coder.length();
      this.length = length;
      this.limit = limit;
      this.before = before;
    }

    boolean wins() {
      return coder.length() - start < limit;
    }

    @Override
    public boolean proceed(long coded) {
      meter.modelled(before, coded);
      long bytes = coder.length() - start;
      if (bytes >= limit) {
        return false;
      }
      if (coded < nextLook) {
        return true;
      }
      double rate = (double) (bytes - lookBytes) / (coded - lookSymbols);
      double allowance = learns ? 0.6 : Math.max(0.8, 1 - 1000.0 / coded);
      double expected = bytes + rate * allowance * (length - coded);
      nextLook = coded * 2;
      lookSymbols = coded;
      lookBytes = bytes;
      return expected < limit;
    }
  }
}
