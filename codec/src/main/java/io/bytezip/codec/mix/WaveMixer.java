package io.bytezip.codec.mix;

import io.bytezip.modalities.Evidence;
import java.util.Arrays;
import java.util.Map;

/**
 * The mixer of PCM samples and of 16-bit pixels. Where {@link ByteMixer} asks which byte it is,
 * this one asks how wide a bit's interval is, and where it lies, in units of the expected error.
 *
 * <p>Memory: 1 MB of weights, 4 bytes for each of at most 2^20 cells of contexts, and at most 10 MB
 * of probability maps, by what occurs.
 */
final class WaveMixer implements SegmentMixer {
  private static final int BITS = 24;
  private static final int LEVELS = 64;
  private static final int WIDTHS = 16;
  private static final int PLACES = 16;
  private static final int PRIORS = 24;
  private static final float BIAS = 0.3f;
  private static final int DISTRIBUTIONS_AT = 2;

  /** How many probability maps. */
  private static final int REFINEMENTS = 2;

  /** How many weight sets each selector has. */
  private static final int[] SIZES = {
    BITS, WIDTHS * PLACES, LEVELS * BITS, PRIORS * BITS, LEVELS * WIDTHS
  };

  private final boolean withPrior;
  private final WaveExpert distributions;
  private final LevelExpert levels;
  private final CounterExpert contexts;
  private final int distributionsAt;
  private final int levelsAt;
  private final int contextsAt;
  private final Mixer mixer;
  private final Apm byPlace;
  private final Apm byContext;
  private Evidence evidence;
  private int[] sums;
  private float reference;
  private float inverse;
  private int octave;
  private int place;
  private int node;
  private float priorInput;
  private float priorLoss = 0.5f;
  private float adaptiveLoss = 0.5f;
  private float trust = 1;

  /**
   * @param shape what the layout gives: the last prediction is the best one, and the selectors are
   *     levels of the recent errors, below 64
   * @param lanes how many
   * @param length of all runs
   * @param withPrior whether there is a transformer
   * @param options what the archive says
   * @param learned what it begins with
   */
  WaveMixer(
      Evidence.Shape shape,
      int lanes,
      int length,
      boolean withPrior,
      MixerOptions options,
      MixerStart learned) {
    this.withPrior = withPrior;
    distributions = new WaveExpert(shape.distributions(), lanes);
    levels = new LevelExpert();
    int bits =
        Math.clamp(
            35 - Integer.numberOfLeadingZeros(Math.max(1, length)),
            12,
            Math.min(20, options.memory() - 2));
    contexts = new CounterExpert(shape.contexts(), bits);
    distributionsAt = DISTRIBUTIONS_AT;
    levelsAt = distributionsAt + distributions.inputs();
    contextsAt = levelsAt + levels.inputs();
    float[] start = new float[contextsAt + contexts.inputs()];
    start[1] = withPrior ? 0.8f : 0;
    float rest = withPrior ? 0.4f : 1;
    int single = distributions.inputs() - 1;
    for (int i = 0; i < single; i++) {
      start[distributionsAt + i] = 0.7f * rest / single;
    }
    start[distributionsAt + single] = 0.3f * rest;
    for (int i = levelsAt; i < start.length; i++) {
      start[i] = 0.01f;
    }
    Mixer.Rates rates = new Mixer.Rates(0.0015f, 0.01f, 0.02f, 0.001f);
    mixer = new Mixer(start, SIZES, groups(), rates, 1, learned);
    byPlace = new Apm(WIDTHS * 64, 0.01f, learned, 0);
    byContext = new Apm(1 << 16, 0.01f, learned, 1);
  }

  /** Of each selector the sets of one bit or, of the second and the last, of one width. */
  private static int[] groups() {
    int[] groups = new int[Arrays.stream(SIZES).sum()];
    int set = 0;
    int base = 0;
    for (int selector = 0; selector < SIZES.length; selector++) {
      boolean widths = selector == 1 || selector == 4;
      for (int i = 0; i < SIZES[selector]; i++) {
        int group = selector == 1 ? i / PLACES : selector == 4 ? i % WIDTHS : i % BITS;
        groups[set++] = base + group;
      }
      base += widths ? WIDTHS : BITS;
    }
    return groups;
  }

  /** The numbers that a learned start has. */
  static Map<MixerPart, Integer> parts(Evidence.Shape shape) {
    int inputs =
        DISTRIBUTIONS_AT + shape.distributions() + 1 + LevelExpert.INPUTS + shape.contexts();
    Map<MixerPart, Integer> parts = Mixer.parts(inputs, SIZES, groups());
    parts.put(MixerPart.REFINEMENTS, REFINEMENTS * Apm.POINTS);
    return parts;
  }

  @Override
  public void report(Experience experience) {
    mixer.report(experience);
    byPlace.report(experience, 0);
    byContext.report(experience, 1);
  }

  @Override
  public void begin(int lane, Evidence evidence, int[] sums) {
    this.evidence = evidence;
    this.sums = sums;
    distributions.begin(lane, evidence);
    levels.begin(evidence);
    contexts.begin(evidence.contexts);
    int best = evidence.predictions.length - 1;
    reference = evidence.predictions[best];
    inverse = 1 / evidence.errors[best];
    octave = exponent(evidence.errors[best]);
    place = exponent(evidence.step);
    node = 1;
  }

  private static int exponent(float v) {
    return (Float.floatToRawIntBits(v) >>> 23) - 127;
  }

  @Override
  public float one() {
    float[] x = mixer.inputs();
    x[0] = BIAS;
    distributions.predict(node, x, distributionsAt);
    levels.predict(node, x, levelsAt);
    contexts.predict(node, x, contextsAt);
    if (withPrior) {
      priorInput = PriorExpert.stretched(sums, node);
      x[1] = priorInput * trust;
    }
    int depth = 31 - Integer.numberOfLeadingZeros(node);
    int bit = Math.min(place + 7 - depth, BITS - 1);
    int from = (node << 8 - depth) - 256;
    float mid = evidence.low + (from + (128 >>> depth)) * evidence.step;
    float distance = (mid - reference) * inverse;
    int width = Math.clamp(bit - octave + 8, 0, WIDTHS - 1);
    mixer.select(0, bit);
    mixer.select(1, width * PLACES + Math.clamp((int) (distance * 2 + 8), 0, PLACES - 1));
    mixer.select(2, evidence.selectors[1] * BITS + bit);
    mixer.select(3, Math.clamp((int) (x[1] * 2 + 12), 0, PRIORS - 1) * BITS + bit);
    mixer.select(4, evidence.selectors[0] * WIDTHS + width);
    float stretched = mixer.mix();
    int near = Math.clamp((int) (distance * 4 + 32), 0, 63);
    float first = byPlace.refine(width * 64 + near, stretched);
    int hash = evidence.contexts[1] ^ node * 0x9E3779B1;
    float second = byContext.refine(hash * 0x2545F491 >>> 16, stretched);
    return 0.5f * Logistic.squash(stretched) + 0.25f * first + 0.25f * second;
  }

  @Override
  public void learn(int bit) {
    if (withPrior) {
      compare(bit, mixer.inputs()[levelsAt - 1]);
    }
    mixer.learn(bit);
    byPlace.learn(bit);
    byContext.learn(bit);
    distributions.learn(node, bit);
    levels.learn(node, bit);
    contexts.learn(bit);
    node = 2 * node + bit;
  }

  /** A transformer that has never seen such samples is not listened to for long. */
  private void compare(int bit, float adaptive) {
    priorLoss += (Logistic.softplus(bit == 1 ? -priorInput : priorInput) - priorLoss) * (1f / 512);
    adaptiveLoss +=
        (Logistic.softplus(bit == 1 ? -adaptive : adaptive) - adaptiveLoss) * (1f / 512);
    trust = Math.clamp(2.6f - 1.3f * (priorLoss + 0.005f) / (adaptiveLoss + 0.005f), 0, 1);
  }
}
