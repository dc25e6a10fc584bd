package io.bytezip.codec.mix;

import java.util.Arrays;

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
   * @param rate the rate that a much used weight set comes down to
   * @param early what is added to it for a set's first use; the addition fades as 1 / (1 + uses /
   *     fade)
   * @param fade see {@code early}
   * @param last rate of the last layer
   */
  record Rates(float rate, float early, float fade, float last) {}

  private final MixKernel kernel = MixKernels.open();
  private final Rates rates;
  private final int inputs;
  private final int selectors;
  private final int[] bases;
  private final float[] start;
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
   */
  Mixer(float[] start, int[] selectorSizes, Rates rates) {
    this.rates = rates;
    inputs = padded(start.length);
    selectors = selectorSizes.length;
    bases = new int[selectors];
    int sets = 0;
    for (int i = 0; i < selectors; i++) {
      bases[i] = sets;
      sets += selectorSizes[i];
    }
    this.start = Arrays.copyOf(start, inputs);
    weights = new float[sets][];
    uses = new int[sets];
    lastWidth = padded(selectors);
    lastWeights = new float[selectorSizes[0] * lastWidth];
    for (int i = 0; i < selectorSizes[0]; i++) {
      Arrays.fill(lastWeights, i * lastWidth, i * lastWidth + selectors, 1f / selectors);
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
      weights[set] = start.clone();
    }
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
    for (int i = 0; i < selectors; i++) {
      int set = chosen[i];
      float rate = rates.rate + rates.early / (1 + uses[set]++ * rates.fade);
      kernel.train(weights[set], 0, x, inputs, (bit - probabilities[i]) * rate);
    }
    kernel.train(
        lastWeights, last, outputs, lastWidth, (bit - Logistic.squash(result)) * rates.last);
  }
}
