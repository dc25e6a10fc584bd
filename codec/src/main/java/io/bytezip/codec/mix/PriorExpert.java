package io.bytezip.codec.mix;

import io.bytezip.modalities.Evidence;

/** The transformer's distribution of the coded byte, bit by bit. */
final class PriorExpert implements Expert {
  private int[] sums;

  /** Takes sums of weights over the subtrees of the coded byte: node 1 is the root. */
  void load(int[] sums) {
    this.sums = sums;
  }

  @Override
  public int inputs() {
    return 1;
  }

  @Override
  public float startWeight(int input) {
    return 0.8f;
  }

  @Override
  public void begin(Lane lane, Evidence evidence) {}

  @Override
  public void predict(int node, float[] x, int at) {
    x[at] = Logistic.clamp(Logistic.ln(sums[2 * node + 1]) - Logistic.ln(sums[2 * node]));
  }

  @Override
  public void learn(int node, int bit) {}
}
