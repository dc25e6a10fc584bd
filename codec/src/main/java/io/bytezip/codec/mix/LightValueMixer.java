package io.bytezip.codec.mix;

import io.bytezip.modalities.Evidence;

/**
 * The mixer of pixels and PCM samples for speed: distributions around predictions and a few
 * contexts, weighed by where the interval of the next bit lies, seen from the best prediction, and
 * by the layout's selectors; a probability map follows.
 *
 * <p>Memory: 4 bytes for each of at most 2^(memory - 2) cells of contexts, and 2 MB.
 */
final class LightValueMixer implements SegmentMixer {
  private static final int WIDTHS = 16;
  private static final int PLACES = 16;
  private static final int FINE_PLACES = 64;
  private static final float BIAS = 0.3f;

  private final DistributionExpert distributions;
  private final CounterExpert contexts;
  private final int contextsAt;
  private final LightWeights weights;
  private final int selectors;
  private final Apm byPlace;
  private Evidence evidence;
  private float inverse;
  private int node;

  /**
   * @param shape what the layout gives
   * @param length of all runs
   * @param options what the archive says
   */
  LightValueMixer(Evidence.Shape shape, int length, MixerOptions options) {
    distributions = new DistributionExpert(shape.distributions());
    int bits = 36 - Integer.numberOfLeadingZeros(Math.max(1, length));
    contexts = new CounterExpert(shape.contexts(), Math.clamp(bits, 12, options.memory() - 2));
    contextsAt = 1 + shape.distributions();
    float[] start = new float[contextsAt + contexts.inputs()];
    for (int i = 1; i < start.length; i++) {
      start[i] = i < contextsAt ? 0.7f / shape.distributions() : 0.3f / shape.contexts();
    }
    int[] sizes = shape.selectorSizes();
    selectors = sizes.length;
    int[] sets = new int[selectors + 1];
    sets[0] = WIDTHS * PLACES;
    for (int i = 0; i < selectors; i++) {
      sets[i + 1] = sizes[i] * 8;
    }
    weights = new LightWeights(start, sets, 0.002f, 0.02f);
    byPlace = new Apm(WIDTHS * FINE_PLACES, 0.02f);
  }

  @Override
  public void begin(int lane, Evidence evidence, int[] sums) {
    this.evidence = evidence;
    distributions.begin(evidence);
    contexts.begin(evidence.contexts);
    inverse = 1 / evidence.spread;
    node = 1;
  }

  @Override
  public float one() {
    float[] x = weights.inputs();
    x[0] = BIAS;
    distributions.predict(node, x, 1);
    contexts.predict(node, x, contextsAt);
    int depth = 31 - Integer.numberOfLeadingZeros(node);
    int from = (node << 8 - depth) - 256;
    float half = (128 >>> depth) * evidence.step;
    float mid = evidence.low + from * evidence.step + half;
    float distance = (mid - evidence.focus) * inverse;
    int octave = (Float.floatToRawIntBits(half * inverse) >>> 23) - 127;
    int width = Math.clamp(octave + 4, 0, WIDTHS - 1);
    weights.select(0, width * PLACES + Math.clamp((int) (distance * 2 + 8), 0, PLACES - 1));
    for (int i = 0; i < selectors; i++) {
      weights.select(i + 1, evidence.selectors[i] * 8 + depth);
    }
    float stretched = weights.mix();
    int place = Math.clamp((int) (distance * 8 + 32), 0, FINE_PLACES - 1);
    float refined = byPlace.refine(width * FINE_PLACES + place, stretched);
    return 0.5f * (Logistic.squash(stretched) + refined);
  }

  @Override
  public void learn(int bit) {
    weights.learn(bit);
    byPlace.learn(bit);
    distributions.learn(node, bit);
    contexts.learn(bit);
    node = 2 * node + bit;
  }
}
