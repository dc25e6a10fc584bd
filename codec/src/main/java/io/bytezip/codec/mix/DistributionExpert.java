package io.bytezip.codec.mix;

import io.bytezip.modalities.Evidence;

/**
 * Logistic distributions around the layout's predictions. Of an interval that ends at lo and hi and
 * is halved at mid, the upper half has the stretched probability (hi - mid) / s + softplus((lo - m)
 * / s) - softplus((hi - m) / s), where m is the prediction and s the scale: the quotient of F(hi) -
 * F(mid) and F(mid) - F(lo) for F(x) = 1 / (1 + exp(-(x - m) / s)).
 */
final class DistributionExpert {
  /** The mean absolute error of a logistic distribution is 2 ln 2 s. */
  private static final float SCALE_OF_ERROR = 0.7213475f;

  private final int count;
  private final float[] inverse;
  private final float[] below;
  private final float[] above;
  private final float[] middle;
  private float[] predictions;
  private float low;
  private float step;

  DistributionExpert(int count) {
    this.count = count;
    inverse = new float[count];
    below = new float[count];
    above = new float[count];
    middle = new float[count];
  }

  void begin(Evidence evidence) {
    predictions = evidence.predictions;
    low = evidence.low;
    step = evidence.step;
    float high = low + 256 * step;
    for (int i = 0; i < count; i++) {
      inverse[i] = 1 / (evidence.errors[i] * SCALE_OF_ERROR);
      below[i] = Logistic.softplus((low - predictions[i]) * inverse[i]);
      above[i] = Logistic.softplus((high - predictions[i]) * inverse[i]);
    }
  }

  void predict(int node, float[] x, int at) {
    int depth = 31 - Integer.numberOfLeadingZeros(node);
    float half = step * (128 >>> depth);
    int first = (node << 8 - depth) - 256;
    float mid = low + first * step + half;
    for (int i = 0; i < count; i++) {
      // softplus at the middle serves the next bit, too: whichever half it is, this is one of its
      // ends.
      middle[i] = Logistic.softplus((mid - predictions[i]) * inverse[i]);
      x[at + i] = Logistic.clamp(half * inverse[i] + below[i] - above[i]);
    }
  }

  void learn(int node, int bit) {
    System.arraycopy(middle, 0, bit == 1 ? below : above, 0, count);
  }
}
