package io.bytezip.codec;

import io.bytezip.codec.CompressOptions.Profile;
import io.bytezip.codec.mix.MixerOptions;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.MalformedRecipeException;
import io.bytezip.modalities.Modality;
import io.bytezip.modalities.Plan;
import io.bytezip.modalities.Segment;
import io.bytezip.modalities.recipe.Restorer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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

  /** Up to here, headers and recipe may cost more than what was opened gains. */
  private static final int SMALL_BLOCK = 1 << 15;

  /** What the caches of all lanes may take when their number is not asked for. */
  private static final long MODEL_MEMORY = 1L << 30;

  private final PredictorSource models;
  private final CompressOptions options;
  private final Level level;
  private final Meter meter;

  BlockEncoder(PredictorSource models, CompressOptions options, Meter meter) {
    this.models = models;
    this.options = options;
    this.level = Level.of(options.level());
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
      EncodedBlock opened = encode(plan.segments(), plan.recipe(), length, hash);
      best = readable(opened.header()) ? opened : null;
    }
    if (best == null
        || length <= SMALL_BLOCK
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
    } catch (MalformedRecipeException | RuntimeException e) {
      return false;
    }
  }

  /** Whether a decoder takes it: what formats of others find may be beyond what an archive says. */
  private static boolean readable(BlockHeader header) {
    ByteArrayInputStream bytes = new ByteArrayInputStream(header.toBytes(false));
    try {
      return Part.read(new ArchiveInput(bytes)) instanceof Part.Data(BlockHeader read, boolean _)
          && read.equals(header);
    } catch (IOException e) {
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
        byte[] lzma2 = Lzma2.compress(bytes, level.lzma2());
        if (lzma2 != null) {
          stored = lzma2;
          header = SegmentHeader.lzma2(bytes.length, lzma2.length);
        }
      }
      SegmentHeader model = null;
      if (worthwhile(segment, stored.length)) {
        model = new Contest(segment, coder, stored.length, progressing.finished).winner();
      }
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
   * Whether there is something to win for models. Learning ones cost as much on an empty disk image
   * as on a book, so where LZMA2 leaves next to nothing, or sees pure noise, it has the last word.
   */
  private boolean worthwhile(Segment segment, int stored) {
    byte[] bytes = segment.bytes();
    if (bytes.length == 0) {
      return false;
    }
    if (options.profile() == Profile.FROZEN) {
      return true;
    }
    boolean noise = segment.layout() instanceof BytesLayout && Redundancy.none(bytes);
    return !noise && stored > bytes.length / 256;
  }

  private static final class Progressing {
    private final long total;
    private long finished;

    Progressing(List<Segment> segments) {
      total = segments.stream().mapToLong(segment -> segment.bytes().length).sum();
    }
  }

  /**
   * What competes for one segment, by profile:
   *
   * <ul>
   *   <li>frozen: the transformer;
   *   <li>adaptive: the models that learn;
   *   <li>mixed: both together, where the transformer helps enough on a sample; where it alone
   *       would have taken less, that is tried, too; at exhaustive levels, and where nothing has
   *       won yet, the models that learn alone, which need no lanes.
   * </ul>
   */
  private final class Contest {
    /** So much of a segment shows whether the transformer helps. */
    private static final long SAMPLE = 1 << 14;

    private final Layout layout;
    private final MixerOptions learning;
    private final byte[] bytes;
    private final byte[] rebuilt;
    private final DecisionEncoder coder;
    private final DecisionEncoder.Mark mark;
    private final long before;
    private long limit;
    private SegmentHeader best;
    private DecisionEncoder.Excerpt excerpt;

    Contest(Segment segment, DecisionEncoder coder, int otherwise, long before) {
      this.layout = segment.layout();
      boolean text = segment.modality() == Modality.TEXT;
      MixerOptions mixer = level.mixer();
      this.learning =
          text && mixer.start() == MixerOptions.LEARNED
              ? mixer.withStart(MixerOptions.LEARNED_FOR_TEXT)
              : mixer;
      this.bytes = segment.bytes();
      this.rebuilt = new byte[bytes.length];
      this.coder = coder;
      this.mark = coder.mark();
      this.before = before;
      this.limit = (long) otherwise - MODEL_COST;
    }

    /** Leaves the winner in the coder; null, and the coder as it was, if nothing wins. */
    SegmentHeader winner() {
      PredictorSource.Opener opener =
          options.profile() == Profile.ADAPTIVE
              ? null
              : models.forCompression(layout, level.size());
      if (opener != null && !opener.reads(layout)) {
        opener = null;
      }
      switch (options.profile()) {
        case FROZEN -> {
          if (opener != null) {
            compete(Method.MODEL, opener, gate(Method.MODEL));
          }
        }
        case ADAPTIVE -> compete(Method.ADAPTIVE, null, gate(Method.ADAPTIVE));
        case MIXED -> mixed(opener);
      }
      if (best == null) {
        coder.reset(mark);
      } else {
        coder.restore(mark, excerpt);
      }
      return best;
    }

    private void mixed(PredictorSource.Opener opener) {
      if (opener != null) {
        Gate gate = gate(Method.MIXED);
        if (bytes.length > SAMPLE && level.useful() < 1) {
          gate.sample(sample(lanes(layout, bytes.length, opener)));
        }
        long alone = compete(Method.MIXED, opener, gate);
        if (alone < length()) {
          compete(Method.MODEL, opener, gate(Method.MODEL));
        }
      }
      // What a transformer saves on a sample, the file itself may have taught by its end.
      if (best == null || level.exhaustive()) {
        compete(Method.ADAPTIVE, null, gate(Method.ADAPTIVE));
      }
    }

    /** What the sample takes in so many lanes without a transformer. */
    private long sample(int lanes) {
      LaneCoder attempt = new LaneCoder(coder, coded -> coded < SAMPLE);
      run(attempt, null, lanes, learning);
      long length = length();
      coder.reset(mark);
      return length;
    }

    private Gate gate(Method method) {
      double allowance = layout instanceof BytesLayout ? 0.6 : 0;
      return new Gate(method.learns(), allowance, bytes.length, limit, level.useful());
    }

    /**
     * Becomes the best one if it takes less than the limit, which it then lowers.
     *
     * @return what the transformer alone would have taken so far, beside models that learn
     */
    private long compete(Method method, PredictorSource.Opener opener, Gate gate) {
      coder.reset(mark);
      Arrays.fill(rebuilt, (byte) 0);
      int lanes = lanes(layout, bytes.length, opener);
      MixerOptions mixer = method.learns() ? learning : null;
      LaneCoder attempt =
          new LaneCoder(
              coder,
              coded -> {
                meter.modelled(before, coded);
                return gate.proceed(coded, length());
              });
      boolean finished = run(attempt, opener, lanes, mixer);
      if (finished && length() < limit && Arrays.equals(bytes, rebuilt)) {
        ModelId model = opener == null ? null : opener.id();
        best = SegmentHeader.coded(method, bytes.length, layout, lanes, model, mixer);
        excerpt = coder.since(mark);
        limit = length();
      }
      return attempt.alone();
    }

    private boolean run(
        LaneCoder attempt, PredictorSource.Opener opener, int lanes, MixerOptions mixer) {
      meter.beginModel();
      try {
        return attempt.code(
            layout,
            LaneCoder.open(layout, bytes, rebuilt, lanes, mixer),
            opener,
            mixer,
            options.threads());
      } catch (CorruptArchiveException e) {
        throw new IllegalStateException(e);
      } finally {
        meter.endModel();
      }
    }

    /** Bytes since the mark. */
    private long length() {
      return coder.length() - mark.length();
    }
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
    return Math.clamp(layout.maxLanes(length) / level.laneLength(), 1, most);
  }

  /**
   * Stops a model that does not win. The first steps of all lanes are a sample from all over the
   * segment: at its first look, and whenever the symbols have doubled, the rate since the last
   * look, less an allowance for what a model or a layout still learns, is taken for the rest.
   */
  private static final class Gate {
    private static final long FIRST_LOOK = 4096;
    private static final long FIRST_LOOK_AT_LEARNER = 1 << 16;

    private final long length;
    private final long limit;
    private final boolean learns;
    private final double learnersAllowance;
    private final double useful;
    private long nextLook;
    private long lookSymbols;
    private long lookBytes;
    private long rival = -1;

    /**
     * At the start of a segment.
     *
     * @param learnersAllowance what of its rate so far a learner is taken to need for the rest:
     *     nothing of samples, which may end in silence, or on a plain ground
     */
    Gate(boolean learns, double learnersAllowance, long length, long limit, double useful) {
      this.learns = learns;
      this.learnersAllowance = learnersAllowance;
      this.nextLook = learns ? FIRST_LOOK_AT_LEARNER : FIRST_LOOK;
      this.length = length;
      this.limit = limit;
      this.useful = useful;
    }

    /** A rival takes so many bytes for the sample; whoever is not clearly better there stops. */
    void sample(long bytes) {
      rival = bytes;
    }

    boolean proceed(long coded, long bytes) {
      if (bytes >= limit) {
        return false;
      }
      if (rival >= 0 && coded >= Contest.SAMPLE) {
        if (bytes > useful * rival) {
          return false;
        }
        rival = -1;
      }
      if (coded < nextLook) {
        return true;
      }
      double rate = (double) (bytes - lookBytes) / (coded - lookSymbols);
      double allowance = learns ? learnersAllowance : Math.max(0.8, 1 - 1000.0 / coded);
      double expected = bytes + rate * allowance * (length - coded);
      nextLook = coded * 2;
      lookSymbols = coded;
      lookBytes = bytes;
      return expected < limit;
    }
  }
}
