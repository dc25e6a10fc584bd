package io.bytezip.codec.mix;

/** The transformer's distribution of the coded byte. */
final class PriorExpert {
  private int first;
  private int second;
  private int confidence;

  /** Takes sums of weights over the subtrees of the coded byte: node 1 is the root. */
  void load(int[] sums) {
    first = 256;
    second = 257;
    int most = -1;
    int more = -1;
    for (int leaf = 256; leaf < 512; leaf++) {
      int weight = sums[leaf];
      if (weight > more) {
        if (weight > most) {
          second = first;
          more = most;
          first = leaf;
          most = weight;
        } else {
          second = leaf;
          more = weight;
        }
      }
    }
    float rest = Logistic.ln((float) sums[1]) - Logistic.ln((float) most);
    confidence = (int) (rest * 6);
    if (confidence > 20) {
      confidence = 20;
    }
  }

  /** The likeliest byte. */
  int first() {
    return first & 255;
  }

  /** The next likeliest byte. */
  int second() {
    return second & 255;
  }

  /** How little of the probability the likeliest byte has, in sixths of a nat, 0 to 20. */
  int confidence() {
    return confidence;
  }

  /** The stretched probability of a 1 at a node of such sums. */
  static float stretched(int[] sums, int node) {
    return Logistic.clamp(Logistic.ln(sums[2 * node + 1]) - Logistic.ln(sums[2 * node]));
  }
}
