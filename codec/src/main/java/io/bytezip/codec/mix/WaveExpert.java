package io.bytezip.codec.mix;

import io.bytezip.modalities.Evidence;

/**
 * Logistic distributions around the predictions of samples, one input each as in {@link
 * DistributionExpert}, and their mixture as one more: p(x) = sum of w_i p_i(x), where ln w_i is the
 * logarithm of what p_i gave the lane's samples so far, with forgetting (Herbster and Warmuth,
 * "Tracking the best expert"; Raftery et al., "dynamic model averaging", forgetting by powers).
 * Memory: 4 bytes for each distribution of a lane.
 */
final class WaveExpert {
  /** The mean absolute error of a logistic distribution is 2 ln 2 s. */
  private static final float SCALE_OF_ERROR = 0.7213475f;

  private static final float FORGETTING = 0.98f;

  /** In intervals wider than this, in scales, the closed form cancels out. */
  private static final float WIDE = 4096;

  private static final float LEAST = 1e-30f;
  private static final float LOG_LEAST = -60;

  private final int count;
  private final float[] inverse;
  private final float[] below;
  private final float[] above;
  private final float[] middle;
  private final float[] lowTails;
  private final float[] highTails;
  private final float[] middleTails;
  private final float[] shares;
  private final float[] credits;
  private float[] predictions;
  private int credit;
  private float low;
  private float step;

  WaveExpert(int count, int lanes) {
    this.count = count;
    inverse = new float[count];
    below = new float[count];
    above = new float[count];
    middle = new float[count];
    lowTails = new float[count];
    highTails = new float[count];
    middleTails = new float[count];
    shares = new float[count];
    credits = new float[count * lanes];
  }

  int inputs() {
    return count + 1;
  }

  void begin(int lane, Evidence evidence) {
    predictions = evidence.predictions;
    low = evidence.low;
    step = evidence.step;
    credit = lane * count;
    float high = low + 256 * step;
    float most = credits[credit];
    for (int i = 1; i < count; i++) {
      most = Math.max(most, credits[credit + i]);
    }
    for (int i = 0; i < count; i++) {
      inverse[i] = 1 / (evidence.errors[i] * SCALE_OF_ERROR);
      float from = (low - predictions[i]) * inverse[i];
      float to = (high - predictions[i]) * inverse[i];
      below[i] = Logistic.softplus(from);
      above[i] = Logistic.softplus(to);
      lowTails[i] = tail(from);
      highTails[i] = tail(to);
      shares[i] = Exponential.of(credits[credit + i] - most);
    }
  }

  /** F(z) where z is below 0, else F(z) - 1: both exact near 0, which is what tails need. */
  private static float tail(float z) {
    float e = Exponential.of(z < 0 ? z : -z);
    float t = e / (1 + e);
    return z < 0 ? t : -t;
  }

  /** What lies between two ends. */
  private static float mass(float from, float to) {
    float m = to - from;
    return Math.max(from >= 0 && to <= 0 ? m + 1 : m, LEAST);
  }

  void predict(int node, float[] x, int at) {
    int depth = 31 - Integer.numberOfLeadingZeros(node);
    float half = step * (128 >>> depth);
    int first = (node << 8 - depth) - 256;
    float mid = low + first * step + half;
    float upper = 0;
    float lower = 0;
    for (int i = 0; i < count; i++) {
      float z = (mid - predictions[i]) * inverse[i];
      // What holds at the middle serves the next bit, too: whichever half it is, this is one of its
      // ends.
      middle[i] = Logistic.softplus(z);
      middleTails[i] = tail(z);
      float up = mass(middleTails[i], highTails[i]);
      float down = mass(lowTails[i], middleTails[i]);
      upper += shares[i] * up;
      lower += shares[i] * down;
      float width = half * inverse[i];
      x[at + i] =
          Logistic.clamp(
              width < WIDE ? width + below[i] - above[i] : Logistic.ln(up) - Logistic.ln(down));
    }
    x[at + count] =
        Logistic.clamp(Logistic.ln(Math.max(upper, LEAST)) - Logistic.ln(Math.max(lower, LEAST)));
  }

  void learn(int node, int bit) {
    if (bit == 1) {
      System.arraycopy(middle, 0, below, 0, count);
      System.arraycopy(middleTails, 0, lowTails, 0, count);
    } else {
      System.arraycopy(middle, 0, above, 0, count);
      System.arraycopy(middleTails, 0, highTails, 0, count);
    }
    if (node >= 128 && step < 2) {
      for (int i = 0; i < count; i++) {
        float mass = mass(lowTails[i], highTails[i]);
        float c = credits[credit + i] * FORGETTING + Math.max(Logistic.ln(mass), LOG_LEAST);
        credits[credit + i] = c;
      }
    }
  }
}
