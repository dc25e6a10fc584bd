package io.bytezip.codec.mix;

/**
 * Gated logistic mixing of few inputs: every weight set that a selector chooses predicts the bit
 * and is trained by its own error; the mean of their stretched predictions is the result. Sums of
 * products have four partial sums, input i going to number i mod 4, without fma.
 *
 * <p>Memory: 4 bytes for every input of every weight set.
 */
final class LightWeights {
  private static final int STRIDE = 4;
  private static final float FADE = 0.02f;

  private final int inputs;
  private final float rate;
  private final float early;
  private final float[] x;
  private final float[][] weights;
  private final int[][] uses;
  private final int[] chosen;
  private final float[] probabilities;

  /**
   * @param start the weights that every set starts with, one for each input
   * @param sizes how many weight sets each selector chooses from
   * @param rate the rate that a much used weight set comes down to
   * @param early what is added to it for a set's first use
   */
  LightWeights(float[] start, int[] sizes, float rate, float early) {
    this.rate = rate;
    this.early = early;
    inputs = (start.length + STRIDE - 1) / STRIDE * STRIDE;
    x = new float[inputs];
    weights = new float[sizes.length][];
    uses = new int[sizes.length][];
    for (int s = 0; s < sizes.length; s++) {
      uses[s] = new int[sizes[s]];
      weights[s] = new float[sizes[s] * inputs];
      for (int i = 0; i < weights[s].length; i += inputs) {
        System.arraycopy(start, 0, weights[s], i, start.length);
      }
    }
    chosen = new int[sizes.length];
    probabilities = new float[sizes.length];
  }

  /** Where the inputs go. */
  float[] inputs() {
    return x;
  }

  /** Chooses the weight set of one selector for the next bit. */
  void select(int selector, int set) {
    chosen[selector] = set;
  }

  /** The stretched probability of a 1. */
  float mix() {
    float sum = 0;
    for (int s = 0; s < chosen.length; s++) {
      float[] w = weights[s];
      int set = chosen[s] * inputs;
      float a = 0;
      float b = 0;
      float c = 0;
      float d = 0;
      for (int i = 0; i < inputs; i += STRIDE) {
        a += w[set + i] * x[i];
        b += w[set + i + 1] * x[i + 1];
        c += w[set + i + 2] * x[i + 2];
        d += w[set + i + 3] * x[i + 3];
      }
      float y = Logistic.clamp(a + b + (c + d));
      probabilities[s] = Logistic.squash(y);
      sum += y;
    }
    return sum / chosen.length;
  }

  /** Learns from the bit that was mixed last. */
  void learn(int bit) {
    for (int s = 0; s < chosen.length; s++) {
      float[] w = weights[s];
      int set = chosen[s];
      float step = (bit - probabilities[s]) * (rate + early / (1 + uses[s][set]++ * FADE));
      int from = set * inputs;
      for (int i = 0; i < inputs; i += STRIDE) {
        w[from + i] += x[i] * step;
        w[from + i + 1] += x[i + 1] * step;
        w[from + i + 2] += x[i + 2] * step;
        w[from + i + 3] += x[i + 3] * step;
      }
    }
  }
}
