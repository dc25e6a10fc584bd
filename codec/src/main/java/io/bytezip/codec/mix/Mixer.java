package io.bytezip.codec.mix;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Gated logistic mixing in two layers (Mattoon's and Mahoney's "paq8" mixer; as a network, Veness
 * et al., arXiv 1712.01897): every weight set that a selector chooses predicts the bit from all
 * inputs and is trained by its own error; a last set mixes their predictions.
 *
 * <p>Memory: 4 bytes for every input of every weight set that has been used, and 8 for every set:
 * short segments use few, and must not cost more than they are worth.
 */
final class Mixer {
  /**
   * How fast it learns.
   *
   * @param rate the rate that a weight set comes down to
   * @param early what is added to it for a set's first use; the addition fades as 1 / (1 + uses /
   *     fade)
   * @param fade see {@code early}
   * @param last rate of the last layer
   */
  record Rates(float rate, float early, float fade, float last) {
    /** How many numbers they are. */
    static final int COUNT = 4;

    static Rates of(float[] values) {
      return new Rates(values[0], values[1], values[2], values[3]);
    }

    float[] values() {
      return new float[] {rate, early, fade, last};
    }
  }

  /** The numbers that a learned start has for a mixer. */
  static Map<MixerPart, Integer> parts(int inputs, int[] selectorSizes, int[] groups) {
    int all = Arrays.stream(groups).max().orElse(0) + 1;
    int first = Arrays.stream(groups, 0, selectorSizes[0]).max().orElse(0) + 1;
    Map<MixerPart, Integer> parts = new EnumMap<>(MixerPart.class);
    parts.put(MixerPart.WEIGHTS, all * inputs);
    parts.put(MixerPart.LAST, first * selectorSizes.length);
    parts.put(MixerPart.RATES, Rates.COUNT);
    return parts;
  }

  /** After 1 / WANE uses of a weight set, rates are halfway down to what is left of them. */
  private static final float WANE = 1e-4f;

  /** The weight of what was not used. */
  private static final double HARDLY = 1e-3;

  private final MixKernel kernel = MixKernels.open();
  private final Rates rates;
  private final float lasting;
  private final int[] groups;
  private final int startWidth;
  private final int inputs;
  private final int selectors;
  private final int[] bases;
  private final float[] start;
  private final float[] learned;
  private final float[][] weights;
  private final int[] uses;
  private final float[] lastWeights;
  private final int lastWidth;
  private final float[] x;
  private final int[] chosen;
  private final float[] outputs;
  private final float[] probabilities;
  private int last;
  private float result;

  /**
   * @param start the weights that every set starts with, one for each input
   * @param selectorSizes how many weight sets each selector chooses from; the first one chooses
   *     those of the last layer, too
   * @param groups the group of each set, whose weights a learned start has in common; those of the
   *     first selector's sets come first
   * @param lasting the share of the rates of both layers that is left in the long run; 1 where what
   *     weights should be keeps changing
   * @param learned what it has of weights and rates comes instead
   */
  Mixer(
      float[] start,
      int[] selectorSizes,
      int[] groups,
      Rates rates,
      float lasting,
      MixerStart learned) {
    this.rates = learned.has(MixerPart.RATES) ? Rates.of(learned.get(MixerPart.RATES)) : rates;
    this.lasting = lasting;
    this.groups = groups;
    startWidth = start.length;
    inputs = padded(start.length);
    selectors = selectorSizes.length;
    bases = new int[selectors];
    int sets = 0;
    for (int i = 0; i < selectors; i++) {
      bases[i] = sets;
      sets += selectorSizes[i];
    }
    this.start = Arrays.copyOf(start, inputs);
    this.learned = learned.get(MixerPart.WEIGHTS);
    weights = new float[sets][];
    uses = new int[sets];
    lastWidth = padded(selectors);
    lastWeights = new float[selectorSizes[0] * lastWidth];
    float[] betterLast = learned.get(MixerPart.LAST);
    for (int i = 0; i < selectorSizes[0]; i++) {
      if (betterLast == null) {
        Arrays.fill(lastWeights, i * lastWidth, i * lastWidth + selectors, 1f / selectors);
      } else {
        System.arraycopy(betterLast, groups[i] * selectors, lastWeights, i * lastWidth, selectors);
      }
    }
    x = new float[inputs];
    chosen = new int[selectors];
    outputs = new float[lastWidth];
    probabilities = new float[selectors];
  }

  private static int padded(int n) {
    return (n + MixKernel.STRIDE - 1) / MixKernel.STRIDE * MixKernel.STRIDE;
  }

  /** Where the inputs go. */
  float[] inputs() {
    return x;
  }

  /** Chooses the weight set of one selector for the next bit. */
  void select(int selector, int value) {
    int set = bases[selector] + value;
    chosen[selector] = set;
    if (weights[set] == null) {
      weights[set] = fresh(set);
    }
  }

  private float[] fresh(int set) {
    float[] fresh = start.clone();
    if (learned != null) {
      System.arraycopy(learned, groups[set] * startWidth, fresh, 0, startWidth);
    }
    return fresh;
  }

  /** The stretched probability of a 1. */
  float mix() {
    for (int i = 0; i < selectors; i++) {
      float y = Logistic.clamp(kernel.dot(weights[chosen[i]], 0, x, inputs));
      outputs[i] = y;
      probabilities[i] = Logistic.squash(y);
    }
    last = (chosen[0] - bases[0]) * lastWidth;
    result = Logistic.clamp(kernel.dot(lastWeights, last, outputs, lastWidth));
    return result;
  }

  /** Learns from the bit that was mixed last. */
  void learn(int bit) {
    float lastRate = rates.last * left(uses[chosen[0]]);
    for (int i = 0; i < selectors; i++) {
      int set = chosen[i];
      int before = uses[set]++;
      float rate = rates.rate * left(before) + rates.early / (1 + before * rates.fade);
      kernel.train(weights[set], 0, x, inputs, (bit - probabilities[i]) * rate);
    }
    kernel.train(lastWeights, last, outputs, lastWidth, (bit - Logistic.squash(result)) * lastRate);
  }

  /** The share of a rate that is left after so many uses. */
  private float left(int uses) {
    return lasting + (1 - lasting) / (1 + uses * WANE);
  }

  /** Tells all weights, and the rates. */
  void report(Experience experience) {
    for (int set = 0; set < uses.length; set++) {
      double weight = uses[set] + HARDLY;
      float[] known = weights[set] == null ? fresh(set) : weights[set];
      for (int i = 0; i < startWidth; i++) {
        int index = groups[set] * startWidth + i;
        experience.add(MixerPart.WEIGHTS, index, known[i], weight);
      }
      if (set < lastWeights.length / lastWidth) {
        for (int i = 0; i < selectors; i++) {
          int index = groups[set] * selectors + i;
          experience.add(MixerPart.LAST, index, lastWeights[set * lastWidth + i], weight);
        }
      }
    }
    float[] values = rates.values();
    for (int i = 0; i < values.length; i++) {
      experience.add(MixerPart.RATES, i, values[i], 1);
    }
  }
}
