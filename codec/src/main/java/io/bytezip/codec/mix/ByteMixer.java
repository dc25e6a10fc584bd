package io.bytezip.codec.mix;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Evidence;
import io.bytezip.modalities.LiveLane;
import java.util.Arrays;
import java.util.Map;

/**
 * The mixer of texts and of all other bytes: two match models, hashed contexts, and the
 * transformer. Weights are chosen by the byte so far, by what matches, transformer and contexts
 * know of it, and by the layout's selectors; three probability maps follow.
 *
 * <p>Memory: a byte for each byte of the segment, that of {@link ContextExpert} and of two {@link
 * MatchExpert}s, at most 8 MB of weights and 21 MB of probability maps, by what occurs.
 */
final class ByteMixer implements SegmentMixer {
  private static final int PRIOR_LEVELS = 16;
  private static final int SEEN_LEVELS = 16;
  private static final int LONG = 12;
  private static final int SHORT = 5;
  private static final int MATCH_CONTEXTS = 2;
  private static final int PRIOR_CONTEXTS = 3;

  /**
   * Of these contexts of the layout (two bytes, four, and the word) each lane has its own, too:
   * where lanes are in different parts of a chat or a log, what the others coded last says less
   * than what the lane itself did. Without a transformer there is one lane, as a rule.
   */
  private static final int[] OWN = {1, 3, 12};

  private static final int FIXED_SELECTORS = 4;

  /** How many probability maps. */
  private static final int REFINEMENTS = 3;

  /**
   * What is left of the mixer's rates in the long run: those that are right for short texts make
   * the weights of long ones noisy.
   */
  private static final float LASTING = 0.1f;

  /** Of a primer so many bytes are used for each of the segment. */
  private static final int PRIMED = 16;

  private final byte[] history;
  private final Lane[] lanes;
  private final PriorExpert prior;
  private final MatchExpert longMatch;
  private final MatchExpert shortMatch;
  private final ContextExpert contexts;
  private final int contextCount;
  private final Mixer mixer;
  private final Apm byNode;
  private final Apm byContext;
  private final Apm byMatch;
  private final int[] selectorSizes;
  private final int matchAt;
  private final int contextsAt;
  private Lane lane;
  private Evidence evidence;
  private int[] sums;
  private int node;
  private int previous;

  /**
   * @param shape what the layout gives, without distributions
   * @param starts where each lane's run begins in the segment's coded bytes, in the order of lanes
   * @param length of all runs
   * @param withPrior whether there is a transformer
   * @param options what the archive says
   * @param learned what it begins with
   */
  ByteMixer(
      Evidence.Shape shape,
      int[] starts,
      int length,
      boolean withPrior,
      MixerOptions options,
      MixerStart learned) {
    byte[] primer = primer(learned, length);
    int all = primer.length + length;
    history = new byte[all];
    lanes = new Lane[starts.length];
    for (int i = 0; i < starts.length; i++) {
      lanes[i] = new Lane(i, primer.length + starts[i]);
    }
    int bits = Math.clamp(32 - Integer.numberOfLeadingZeros(Math.max(1, all)), 4, 22);
    longMatch = new MatchExpert(history, starts.length + 1, LONG, bits);
    shortMatch = new MatchExpert(history, starts.length + 1, SHORT, bits);
    prior = withPrior ? new PriorExpert() : null;
    contextCount = contexts(shape, withPrior);
    // 512 shorts a byte are room for 32 new slots.
    contexts = new ContextExpert(contextCount, Math.min(bits + 9, options.memory() - 1), learned);
    matchAt = matchAt(withPrior);
    contextsAt = matchAt + 2 * MatchExpert.INPUTS;
    float[] start = new float[contextsAt + contextCount * ContextExpert.INPUTS];
    if (withPrior) {
      start[1] = 0.8f;
    }
    for (int i = 0; i < 2; i++) {
      start[matchAt + i * MatchExpert.INPUTS] = withPrior ? 0.1f : 0.3f;
    }
    float each = (withPrior ? 1f : 1.5f) / contextCount;
    for (int i = 0; i < contextCount; i++) {
      start[contextsAt + i * ContextExpert.INPUTS] = each;
      start[contextsAt + i * ContextExpert.INPUTS + 2] = each * 0.5f;
      start[contextsAt + i * ContextExpert.INPUTS + 3] = each * 0.3f;
    }
    selectorSizes = shape.selectorSizes();
    int[] sizes = sizes(shape);
    Mixer.Rates rates = new Mixer.Rates(0.002f, 0.02f, 0.02f, 0.002f);
    mixer = new Mixer(start, sizes, groups(sizes), rates, LASTING, learned);
    byNode = new Apm(1 << 16, 0.02f, learned, 0);
    byContext = new Apm(1 << 16, 0.02f, learned, 1);
    byMatch = new Apm(1 << 13, 0.02f, learned, 2);
    if (primer.length > 0) {
      prime(primer, shape);
    }
  }

  /** The primer is a lane of its own, whose bytes are taken without being predicted. */
  private void prime(byte[] primer, Evidence.Shape shape) {
    LiveLane source = new BytesLayout().open(primer, new byte[primer.length], 1).lane(0);
    Evidence seen = new Evidence(shape);
    lane = new Lane(lanes.length, 0);
    for (byte value : primer) {
      source.evidence(seen);
      beginByte(seen);
      contexts.begin();
      node = 1;
      for (int shift = 7; shift >= 0; shift--) {
        int bit = value >>> shift & 1;
        contexts.note(node, bit);
        node = 2 * node + bit;
      }
      history[lane.position++] = value;
      source.accept(value & 255);
    }
    // The last byte counts as coded, too.
    longMatch.begin(lane);
    shortMatch.begin(lane);
  }

  private static int contexts(Evidence.Shape shape, boolean withPrior) {
    return shape.contexts() + MATCH_CONTEXTS + (withPrior ? PRIOR_CONTEXTS + OWN.length : 0);
  }

  private static int matchAt(boolean withPrior) {
    return withPrior ? 3 : 1;
  }

  private static int[] sizes(Evidence.Shape shape) {
    int[] layout = shape.selectorSizes();
    int[] sizes = new int[FIXED_SELECTORS + layout.length];
    sizes[0] = 256;
    sizes[1] = (MatchExpert.LEVELS + 1) * 8;
    sizes[2] = PRIOR_LEVELS * 8;
    sizes[3] = SEEN_LEVELS * 8;
    for (int i = 0; i < layout.length; i++) {
      sizes[FIXED_SELECTORS + i] = layout[i] * 8;
    }
    return sizes;
  }

  /** Of each selector, the sets of one depth. */
  private static int[] groups(int[] sizes) {
    int[] groups = new int[Arrays.stream(sizes).sum()];
    for (int node = 1; node < 256; node++) {
      groups[node] = 31 - Integer.numberOfLeadingZeros(node);
    }
    int set = sizes[0];
    for (int selector = 1; selector < sizes.length; selector++) {
      for (int i = 0; i < sizes[selector]; i++) {
        groups[set++] = selector * 8 + i % 8;
      }
    }
    return groups;
  }

  /** The numbers that a learned start has. */
  static Map<MixerPart, Integer> parts(Evidence.Shape shape, boolean withPrior) {
    int contexts = contexts(shape, withPrior);
    int inputs = matchAt(withPrior) + 2 * MatchExpert.INPUTS + contexts * ContextExpert.INPUTS;
    int[] sizes = sizes(shape);
    Map<MixerPart, Integer> parts = Mixer.parts(inputs, sizes, groups(sizes));
    parts.putAll(ContextExpert.parts(contexts));
    parts.put(MixerPart.REFINEMENTS, REFINEMENTS * Apm.POINTS);
    if (!withPrior) {
      parts.put(MixerPart.PRIMER, MixerStarts.MAX_PRIMER);
    }
    return parts;
  }

  /** Its end, in proportion to the segment: many short segments must not cost many primers. */
  private static byte[] primer(MixerStart learned, int length) {
    byte[] primer = learned.primer();
    int used = (int) Math.min(primer.length, (long) PRIMED * length);
    return Arrays.copyOfRange(primer, primer.length - used, primer.length);
  }

  @Override
  public void report(Experience experience) {
    mixer.report(experience);
    byNode.report(experience, 0);
    byContext.report(experience, 1);
    byMatch.report(experience, 2);
    contexts.report(experience);
  }

  @Override
  public void begin(int laneIndex, Evidence evidence, int[] sums) {
    this.evidence = evidence;
    lane = lanes[laneIndex];
    node = 1;
    int next = beginByte(evidence);
    if (prior != null) {
      this.sums = sums;
      prior.load(sums);
      int[] hashes = contexts.hashes();
      hashes[next++] = hash(3, prior.first() << 8 | prior.confidence());
      hashes[next++] = hash(4, prior.first() << 8 | prior.second());
      hashes[next++] = hash(5, prior.first() << 8 | previous);
      for (int context : OWN) {
        hashes[next++] = hash(6 + laneIndex, evidence.contexts[context]);
      }
    }
    contexts.begin();
  }

  /** What needs no transformer; how many contexts that is. */
  private int beginByte(Evidence evidence) {
    previous = lane.position > lane.start ? history[lane.position - 1] & 255 : 0;
    longMatch.begin(lane);
    shortMatch.begin(lane);
    int[] hashes = contexts.hashes();
    int given = evidence.contexts.length;
    System.arraycopy(evidence.contexts, 0, hashes, 0, given);
    hashes[given] = hash(1, longMatch.expected() + 1 << 8 | longMatch.level());
    hashes[given + 1] =
        hash(
            2, (shortMatch.expected() + 1 << 8 | previous) << 5 | Math.min(shortMatch.level(), 15));
    return given + MATCH_CONTEXTS;
  }

  private static int hash(int context, int value) {
    long h = ((long) context << 32 | value & 0xFFFFFFFFL) * 0xD6E8FEB86659FD93L;
    h ^= h >>> 32;
    h *= 0xD6E8FEB86659FD93L;
    return (int) (h >>> 32);
  }

  @Override
  public float one() {
    float[] x = mixer.inputs();
    int depth = 31 - Integer.numberOfLeadingZeros(node);
    x[0] = 0.3f;
    int sure = 0;
    if (prior != null) {
      float p = PriorExpert.stretched(sums, node);
      x[1] = p;
      x[2] = (Logistic.squash(p) - 0.5f) * 2;
      sure = Math.min(PRIOR_LEVELS - 1, (int) ((p < 0 ? -p : p) * 2));
    }
    longMatch.predict(node, x, matchAt);
    shortMatch.predict(node, x, matchAt + MatchExpert.INPUTS);
    contexts.predict(node, x, contextsAt);
    mixer.select(0, node);
    MatchExpert match = longMatch.level() > 0 ? longMatch : shortMatch;
    mixer.select(1, match.level() * 8 + depth);
    mixer.select(2, sure * 8 + depth);
    mixer.select(
        3,
        Math.min(contexts.seen() * SEEN_LEVELS / (contextCount + 1), SEEN_LEVELS - 1) * 8 + depth);
    for (int i = 0; i < selectorSizes.length; i++) {
      mixer.select(FIXED_SELECTORS + i, evidence.selectors[i] * 8 + depth);
    }
    float stretched = mixer.mix();
    float mixed = Logistic.squash(stretched);
    float first = byNode.refine(previous << 8 | node, stretched);
    int hash = evidence.contexts.length > 1 ? evidence.contexts[1] : 0;
    float second = byContext.refine((hash ^ node * 0x9E3779B1) * 0x2545F491 >>> 16, stretched);
    int level = match.level();
    float third =
        byMatch.refine(
            level == 0
                ? node
                : ((level < 8 ? 1 : level < 16 ? 2 : 3) << 8 | match.expected()) << 3 | depth,
            stretched);
    return 0.25f * (mixed + first + second + third);
  }

  @Override
  public void learn(int bit) {
    mixer.learn(bit);
    byNode.learn(bit);
    byContext.learn(bit);
    byMatch.learn(bit);
    longMatch.learn(node, bit);
    shortMatch.learn(node, bit);
    contexts.learn(node, bit);
    node = 2 * node + bit;
    if (node >= 256) {
      history[lane.position++] = (byte) node;
    }
  }
}
