package io.bytezip.codec.mix;

import io.bytezip.modalities.Evidence;
import java.util.Arrays;
import java.util.Map;

/**
 * The mixer of 8-bit samples: distributions around predictions, histograms of residuals, contexts
 * of exact values, and the transformer. Weights are chosen by where the interval of the next bit
 * lies, seen from the best prediction, and by the layout's selectors; two probability maps follow.
 *
 * <p>Memory: 2 bytes for each of at most 2^(memory - 1) entries of contexts, 2 MB for weights, and
 * at most 25 MB for histograms and probability maps.
 */
final class PixelMixer implements SegmentMixer {
  private static final int CONFIDENCES = 12;
  private static final int MAPS = 1 << 16;

  /** How many probability maps. */
  private static final int REFINEMENTS = 2;

  private static final float PRIOR_WEIGHT = 0.8f;

  private final boolean withPrior;
  private final DistributionExpert distributions;
  private final HistogramExpert histograms;
  private final ValueContextExpert contexts;
  private final int distributionsAt;
  private final int histogramsAt;
  private final int contextsAt;
  private final int[] selectorSizes;
  private final int fixedSelectors;
  private final Mixer mixer;
  private final Apm byPlace;
  private final Apm byContext;
  private Evidence evidence;
  private int[] sums;
  private int node;

  PixelMixer(
      Evidence.Shape shape,
      int length,
      boolean withPrior,
      MixerOptions options,
      MixerStart learned) {
    this.withPrior = withPrior;
    distributions = new DistributionExpert(shape.distributions());
    histograms = new HistogramExpert(shape.histogramSizes(), learned);
    int lengthBits = 32 - Integer.numberOfLeadingZeros(Math.max(1, length));
    // 128 shorts a byte are room for eight new slots.
    contexts =
        new ValueContextExpert(
            shape.contexts(), Math.clamp(lengthBits + 7, 12, options.memory() - 1));
    distributionsAt = distributionsAt(withPrior);
    histogramsAt = distributionsAt + shape.distributions();
    contextsAt = histogramsAt + shape.histogramSizes().length;
    float[] start = new float[contextsAt + contexts.inputs()];
    // The start is what all experts agree on, and mostly the transformer's where there is one.
    float share = withPrior ? 0.1f : 0.4f;
    if (withPrior) {
      start[1] = PRIOR_WEIGHT;
    }
    for (int i = distributionsAt; i < histogramsAt; i++) {
      start[i] = share / shape.distributions();
    }
    for (int i = histogramsAt; i < contextsAt; i++) {
      start[i] = share / shape.histogramSizes().length;
    }
    for (int i = contextsAt; i < start.length; i += ValueContextExpert.INPUTS) {
      start[i] = share / shape.contexts();
    }
    selectorSizes = shape.selectorSizes();
    fixedSelectors = fixedSelectors(withPrior);
    int[] sizes = sizes(shape, withPrior);
    Mixer.Rates rates = new Mixer.Rates(0.002f, withPrior ? 0.01f : 0.02f, 0.02f, 0.002f);
    mixer = new Mixer(start, sizes, groups(sizes), rates, 1, learned);
    byPlace = new Apm(Focus.PLACES * selectorSizes[0], 0.02f, learned, 0);
    byContext = new Apm(MAPS, 0.02f, learned, 1);
  }

  private static int distributionsAt(boolean withPrior) {
    return withPrior ? 2 : 1;
  }

  private static int fixedSelectors(boolean withPrior) {
    return withPrior ? 2 : 1;
  }

  private static int[] sizes(Evidence.Shape shape, boolean withPrior) {
    int[] layout = shape.selectorSizes();
    int fixed = fixedSelectors(withPrior);
    int[] sizes = new int[fixed + layout.length];
    sizes[0] = Focus.PLACES;
    if (withPrior) {
      sizes[1] = CONFIDENCES * 8;
    }
    for (int i = 0; i < layout.length; i++) {
      sizes[fixed + i] = layout[i] * 8;
    }
    return sizes;
  }

  /** Of the first selector the sets of one width of intervals, of the others those of one depth. */
  private static int[] groups(int[] sizes) {
    int[] groups = new int[Arrays.stream(sizes).sum()];
    int set = 0;
    for (int selector = 0; selector < sizes.length; selector++) {
      for (int i = 0; i < sizes[selector]; i++) {
        groups[set++] = selector * 8 + i % 8;
      }
    }
    return groups;
  }

  /** The numbers that a learned start has. */
  static Map<MixerPart, Integer> parts(Evidence.Shape shape, boolean withPrior) {
    int inputs =
        distributionsAt(withPrior)
            + shape.distributions()
            + shape.histogramSizes().length
            + ValueContextExpert.INPUTS * shape.contexts();
    int[] sizes = sizes(shape, withPrior);
    Map<MixerPart, Integer> parts = Mixer.parts(inputs, sizes, groups(sizes));
    parts.put(MixerPart.REFINEMENTS, REFINEMENTS * Apm.POINTS);
    parts.put(MixerPart.HISTOGRAMS, shape.histogramSizes().length * HistogramExpert.POINTS);
    return parts;
  }

  @Override
  public void report(Experience experience) {
    mixer.report(experience);
    byPlace.report(experience, 0);
    byContext.report(experience, 1);
    histograms.report(experience);
  }

  @Override
  public void begin(int lane, Evidence evidence, int[] sums) {
    this.evidence = evidence;
    this.sums = sums;
    distributions.begin(evidence);
    histograms.begin(evidence);
    contexts.begin(evidence);
    node = 1;
  }

  @Override
  public float one() {
    float[] x = mixer.inputs();
    int depth = 31 - Integer.numberOfLeadingZeros(node);
    x[0] = 0.3f;
    if (withPrior) {
      float prior = PriorExpert.stretched(sums, node);
      x[1] = prior;
      float size = prior < 0 ? -prior : prior;
      mixer.select(1, Math.min(CONFIDENCES - 1, (int) (size * 1.5f)) * 8 + depth);
    }
    distributions.predict(node, x, distributionsAt);
    histograms.predict(node, x, histogramsAt);
    contexts.predict(node, x, contextsAt);
    int place = Focus.place(evidence, node);
    mixer.select(0, place);
    for (int i = 0; i < selectorSizes.length; i++) {
      mixer.select(fixedSelectors + i, evidence.selectors[i] * 8 + depth);
    }
    float stretched = mixer.mix();
    float first = byPlace.refine(place * selectorSizes[0] + evidence.selectors[0], stretched);
    int hash = (evidence.contexts[1] ^ node * 0x9E3779B1) * 0x2545F491 >>> 16;
    float second = byContext.refine(hash, stretched);
    return 0.5f * Logistic.squash(stretched) + 0.25f * first + 0.25f * second;
  }

  @Override
  public void learn(int bit) {
    mixer.learn(bit);
    byPlace.learn(bit);
    byContext.learn(bit);
    distributions.learn(node, bit);
    histograms.learn(node, bit);
    contexts.learn(node, bit);
    node = 2 * node + bit;
  }
}
