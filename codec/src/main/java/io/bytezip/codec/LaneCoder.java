package io.bytezip.codec;

import io.bytezip.codec.mix.Effort;
import io.bytezip.codec.mix.MixerOptions;
import io.bytezip.codec.mix.MixerStart;
import io.bytezip.codec.mix.MixerStarts;
import io.bytezip.codec.mix.SegmentMixer;
import io.bytezip.modalities.Evidence;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.LiveLane;
import io.bytezip.modalities.LiveSegment;
import java.util.Arrays;

/**
 * Takes the lanes of one segment through predict, code, accept, in lockstep; encoder and decoder
 * alike.
 *
 * <p>Lanes are predicted in groups of neighbours. One byte of every lane is coded in lane order, by
 * the calling thread; with several threads the others predict other groups meanwhile (see {@link
 * LanePipeline}). Nothing that is coded depends on the grouping.
 */
final class LaneCoder {
  /** With fewer lanes than this the transformer's matrix products are no longer worth a thread. */
  private static final int MIN_GROUP = 4;

  /** With so many they run at full speed. */
  private static final int GOOD_GROUP = 8;

  private static final int START = 256;

  /** Asked after every step. */
  @FunctionalInterface
  interface Watch {
    /**
     * Whether to go on.
     *
     * @param coded symbols coded so far
     */
    boolean proceed(long coded);
  }

  private final boolean encoding;
  private final DecisionCoder coder;
  private final Watch watch;

  /** Null unless what each byte takes is to be known. */
  private final MeteredDecoder metered;

  private final SymbolTree tree = new SymbolTree();
  private final Information alone = new Information();
  private SegmentMixer mixer;
  private long coded;

  LaneCoder(DecisionCoder coder, Watch watch) {
    this.metered = coder instanceof MeteredDecoder decoder ? decoder : null;
    this.encoding = metered == null && !(coder instanceof DecisionDecoder);
    this.coder = coder;
    this.watch = watch;
  }

  /** Opens a segment for {@link #code} with the same {@code learning}. */
  static LiveSegment open(
      Layout layout, byte[] source, byte[] rebuilt, int lanes, MixerOptions learning) {
    return light(learning)
        ? layout.openLight(source, rebuilt, lanes)
        : layout.open(source, rebuilt, lanes);
  }

  private static boolean light(MixerOptions learning) {
    return learning != null && learning.effort() != Effort.FULL;
  }

  private static Evidence.Shape shape(Layout layout, MixerOptions learning) {
    return light(learning) ? layout.lightEvidence() : layout.evidence();
  }

  /**
   * What the symbols coded so far, beside models that learn, would take by the transformer alone:
   * bytes, to within a thousandth. For the encoder.
   */
  long alone() {
    return alone.bytes();
  }

  /**
   * Codes the segment; false if the watch stopped it.
   *
   * @param opener the transformer, or {@code null} without one
   * @param learning what takes part of the models that learn from the segment, or {@code null} if
   *     none
   */
  boolean code(
      Layout layout,
      LiveSegment segment,
      PredictorSource.Opener opener,
      MixerOptions learning,
      int threads)
      throws CorruptArchiveException {
    MixerStart start = MixerStart.NONE;
    if (learning != null && learning.start() != MixerOptions.FORMULAS) {
      MixerStarts starts = opener == null ? MixerStarts.program() : opener.starts();
      start = starts.of(layout, learning.start());
    }
    return code(layout, segment, opener, learning, start, threads);
  }

  /** The same, with a start of one's own for the models that learn. */
  boolean code(
      Layout layout,
      LiveSegment segment,
      PredictorSource.Opener opener,
      MixerOptions learning,
      MixerStart start,
      int threads)
      throws CorruptArchiveException {
    int lanes = segment.lanes();
    if (lanes == 0) {
      return true;
    }
    mixer = null;
    if (learning != null) {
      int[] starts = new int[lanes];
      int length = 0;
      for (int i = 0; i < lanes; i++) {
        starts[i] = length;
        length += segment.lane(i).length();
      }
      mixer =
          SegmentMixer.open(
              shape(layout, learning), starts, length, opener != null, learning, start);
    }
    int count = threads == 1 ? 1 : groups(lanes, threads, opener != null);
    Group[] groups = new Group[count];
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) lanes * i / count);
      int to = (int) ((long) lanes * (i + 1) / count);
      groups[i] = new Group(layout, segment, from, to, opener, learning);
    }
    int steps = segment.lane(0).length();
    if (count == 1) {
      return alone(groups[0], steps);
    }
    try (LanePipeline pipeline = new LanePipeline(groups, steps, Math.min(threads, count))) {
      return together(groups, pipeline, steps);
    }
  }

  /** The models that learned from the segment coded last. */
  SegmentMixer mixer() {
    return mixer;
  }

  /**
   * Two groups for each thread keep all of them at work while one group is coded, but a transformer
   * wants some lanes in each.
   */
  private static int groups(int lanes, int threads, boolean transformer) {
    if (!transformer) {
      return Math.min(lanes, 2 * threads);
    }
    return lanes >= 2 * threads * GOOD_GROUP
        ? 2 * threads
        : Math.clamp(lanes / MIN_GROUP, 1, threads);
  }

  private boolean alone(Group group, int steps) throws CorruptArchiveException {
    for (int step = 0; step < steps; step++) {
      group.accept();
      group.predict(step);
      code(group);
      if (!watch.proceed(coded)) {
        return false;
      }
    }
    group.accept();
    return true;
  }

  private boolean together(Group[] groups, LanePipeline pipeline, int steps)
      throws CorruptArchiveException {
    for (int step = 0; step < steps; step++) {
      for (Group group : groups) {
        pipeline.awaitPrediction();
        code(group);
        pipeline.coded();
      }
      if (!watch.proceed(coded)) {
        return false;
      }
    }
    pipeline.awaitEnd();
    return true;
  }

  private void code(Group group) throws CorruptArchiveException {
    for (int i = 0; i < group.active; i++) {
      LiveLane lane = group.lanes[i];
      int rotation = lane.rotation();
      if (group.predictor != null) {
        tree.load(group.weights, i * 256, rotation);
      }
      int next = encoding ? lane.next() : 0;
      int octet = mixer == null ? tree.code(coder, next) : mixed(group, i, next);
      if (metered != null) {
        metered.coded(lane.address());
      }
      group.coded[i] = octet;
      group.previous[i] = (octet - rotation) & 0xFF;
    }
    coded += group.active;
  }

  private int mixed(Group group, int lane, int next) throws CorruptArchiveException {
    mixer.begin(
        group.from + lane, group.evidence[lane], group.predictor == null ? null : tree.sums());
    int octet = 0;
    for (int shift = 7; shift >= 0; shift--) {
      int zero =
          Math.clamp(
              (int) ((1 - mixer.one()) * (1 << DecisionCoder.PROBABILITY_BITS)),
              DecisionCoder.PROBABILITY_MIN,
              (1 << DecisionCoder.PROBABILITY_BITS) - DecisionCoder.PROBABILITY_MIN);
      int bit = coder.code((next >>> shift) & 1, zero);
      mixer.learn(bit);
      octet = octet << 1 | bit;
    }
    if (encoding && group.predictor != null) {
      alone.add(tree.sums()[256 + octet], tree.sums()[1]);
    }
    return octet;
  }

  /** Neighbouring lanes that are predicted together. */
  private static final class Group implements LanePipeline.Stage {
    private final int from;
    private final LiveLane[] lanes;
    private final Evidence[] evidence;
    private final Predictor predictor;
    private final int contextInputs;
    private final int[] previous;
    private final int[] context;
    private final float[] weights;
    private final int[] coded;
    private int active;

    Group(
        Layout layout,
        LiveSegment segment,
        int from,
        int to,
        PredictorSource.Opener opener,
        MixerOptions learning) {
      int count = to - from;
      this.from = from;
      lanes = new LiveLane[count];
      evidence = learning == null ? null : new Evidence[count];
      for (int i = 0; i < count; i++) {
        lanes[i] = segment.lane(from + i);
        if (learning != null) {
          evidence[i] = new Evidence(shape(layout, learning));
        }
      }
      contextInputs = layout.contextSizes().length;
      previous = new int[count];
      Arrays.fill(previous, START);
      context = new int[count * contextInputs];
      weights = new float[opener == null ? 0 : count * 256];
      coded = new int[count];
      predictor = opener == null ? null : opener.open(layout, count);
    }

    @Override
    public void accept() {
      for (int i = 0; i < active; i++) {
        lanes[i].accept(coded[i]);
      }
    }

    @Override
    public void predict(int step) {
      if (step == 0) {
        active = lanes.length;
      }
      while (active > 0 && lanes[active - 1].length() <= step) {
        active--;
      }
      if (active == 0) {
        return;
      }
      for (int i = 0; i < active; i++) {
        lanes[i].context(context, i * contextInputs);
        if (evidence != null) {
          lanes[i].evidence(evidence[i]);
        }
      }
      if (predictor != null) {
        predictor.step(active, previous, context, weights);
      }
    }
  }
}
