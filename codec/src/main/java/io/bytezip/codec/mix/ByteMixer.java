package io.bytezip.codec.mix;

import io.bytezip.modalities.Evidence;
import java.util.ArrayList;
import java.util.List;

/**
 * Predicts the coded bytes of a segment bit by bit from all experts, and learns as it goes. Its state
 * belongs to the segment: lanes take turns in coding order.
 *
 * <p>For each byte: {@link #begin}, then eight times {@link #one} and {@link #learn}. Single-threaded.
 */
public final class ByteMixer {
  private static final int MATCH_LEVELS = 16;
  private static final int PRIOR_LEVELS = 12;

  private final byte[] history;
  private final Lane[] lanes;
  private final PriorExpert prior;
  private final MatchExpert match;
  private final List<Expert> experts = new ArrayList<>();
  private final Mixer mixer;
  private final Apm byNode;
  private final Apm byContext;
  private final int[] selectorSizes;
  private Lane lane;
  private Evidence evidence;
  private int node;
  private float probability;

  /**
   * @param shape what the layout gives
   * @param starts where each lane's run begins in the segment's coded bytes, in the order of lanes
   * @param length of all runs
   * @param withPrior whether there is a transformer
   */
  public ByteMixer(Evidence.Shape shape, int[] starts, int length, boolean withPrior) {
    history = new byte[length];
    lanes = new Lane[starts.length];
    for (int i = 0; i < starts.length; i++) {
      lanes[i] = new Lane(i, starts[i]);
    }
    int bits = Math.clamp(32 - Integer.numberOfLeadingZeros(Math.max(1, length)), 10, 22);
    prior = withPrior ? new PriorExpert() : null;
    if (withPrior) {
      experts.add(prior);
    }
    match = new MatchExpert(history, starts.length, 6, Math.min(bits, 20));
    experts.add(match);
    if (shape.distributions() > 0) {
      experts.add(new DistributionExpert(shape.distributions()));
    }
    if (shape.contexts() > 0) {
      int table = Math.clamp(bits + 4 + 32 - Integer.numberOfLeadingZeros(shape.contexts()), 12, 24);
      experts.add(new ContextExpert(shape.contexts(), table, 60));
    }
    int inputs = 1 + experts.stream().mapToInt(Expert::inputs).sum();
    float[] start = new float[inputs];
    int at = 1;
    for (Expert expert : experts) {
      for (int i = 0; i < expert.inputs(); i++) {
        start[at++] = expert.startWeight(i);
      }
    }
    selectorSizes = shape.selectorSizes();
    int[] sizes = new int[3 + selectorSizes.length];
    sizes[0] = 256;
    sizes[1] = MATCH_LEVELS * 8;
    sizes[2] = PRIOR_LEVELS * 8;
    for (int i = 0; i < selectorSizes.length; i++) {
      sizes[3 + i] = selectorSizes[i] * 8;
    }
    mixer = new Mixer(start, sizes, new Mixer.Rates(0.002f, 0.02f, 0.02f, 0.002f));
    byNode = new Apm(1 << 16, 0.02f);
    byContext = new Apm(1 << 16, 0.02f);
  }

  /**
   * A byte of a lane begins.
   *
   * @param sums of the transformer's weights over the subtrees of the coded byte, node 1 the root; {@code
   *     null} without one
   */
  public void begin(int laneIndex, Evidence evidence, int[] sums) {
    this.evidence = evidence;
    lane = lanes[laneIndex];
    if (prior != null) {
      prior.load(sums);
    }
    for (Expert expert : experts) {
      expert.begin(lane, evidence);
    }
    node = 1;
  }

  /** The probability of a 1, greater than 0 and less than 1. */
  public float one() {
    float[] x = mixer.inputs();
    x[0] = 0.3f;
    int at = 1;
    for (Expert expert : experts) {
      expert.predict(node, x, at);
      at += expert.inputs();
    }
    int depth = 31 - Integer.numberOfLeadingZeros(node);
    mixer.select(0, node);
    mixer.select(1, match.lengthLevel() * 8 + depth);
    mixer.select(2, (prior == null ? 0 : confidence(x[1])) * 8 + depth);
    for (int i = 0; i < selectorSizes.length; i++) {
      mixer.select(3 + i, evidence.selectors[i] * 8 + depth);
    }
    float stretched = mixer.mix();
    float mixed = Logistic.squash(stretched);
    int previous = lane.position > lane.start ? history[lane.position - 1] & 255 : 0;
    float first = byNode.refine(previous << 8 | node, stretched);
    int hash = evidence.contexts.length > 1 ? evidence.contexts[1] : 0;
    float second =
        byContext.refine((hash ^ node * 0x9E3779B1) * 0x2545F491 >>> 16, stretched);
    probability = 0.5f * mixed + 0.25f * first + 0.25f * second;
    return probability;
  }

  private static int confidence(float stretched) {
    float size = stretched < 0 ? -stretched : stretched;
    return Math.min(PRIOR_LEVELS - 1, (int) (size * 1.5f));
  }

  /** Learns the bit that was predicted last. */
  public void learn(int bit) {
    mixer.learn(bit);
    byNode.learn(bit);
    byContext.learn(bit);
    for (Expert expert : experts) {
      expert.learn(node, bit);
    }
    node = 2 * node + bit;
    if (node >= 256) {
      history[lane.position++] = (byte) node;
    }
  }
}
