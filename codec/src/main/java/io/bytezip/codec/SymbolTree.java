package io.bytezip.codec;

/**
 * The 256 probabilities of one coded byte as a binary tree, most significant bit first.
 *
 * <p>Each weight becomes the integer floor(w 2^22) + 1, all at most 2^22 + 1; the sums of subtrees
 * are exact from there on, and fit an int. Against the weights as they came, that costs at most
 * 256/2^22 of the probability: 0.0001 bits a byte.
 */
final class SymbolTree {
  private static final float SCALE = 1 << 22;

  /** Node 1 is the root, 2n and 2n+1 are the children of n, 256 + c is the leaf of coded byte c. */
  private final int[] sums = new int[512];

  /**
   * Takes the weights of one lane.
   *
   * @param rotation coded = symbol + rotation mod 256
   */
  void load(float[] weights, int offset, int rotation) {
    int head = 256 - rotation;
    for (int i = 0; i < head; i++) {
      sums[256 + rotation + i] = (int) (weights[offset + i] * SCALE) + 1;
    }
    for (int i = 0; i < rotation; i++) {
      sums[256 + i] = (int) (weights[offset + head + i] * SCALE) + 1;
    }
    for (int i = 255; i > 0; i--) {
      sums[i] = sums[2 * i] + sums[2 * i + 1];
    }
  }

  /** The sums of the subtrees: node 1 is the root. Not to be changed. */
  int[] sums() {
    return sums;
  }

  /** Codes one byte by eight decisions. */
  int code(DecisionCoder coder, int coded) throws CorruptArchiveException {
    int node = 1;
    for (int shift = 7; shift >= 0; shift--) {
      node = 2 * node + coder.code((coded >>> shift) & 1, zero(node));
    }
    return node & 0xFF;
  }

  /** Probability of a 0 at an inner node, in units of 2^-24, rounded to the nearest and clamped. */
  int zero(int node) {
    long total = sums[node];
    long zero = (((long) sums[2 * node] << DecisionCoder.PROBABILITY_BITS) + (total >>> 1)) / total;
    return Math.clamp(
        zero,
        DecisionCoder.PROBABILITY_MIN,
        (1 << DecisionCoder.PROBABILITY_BITS) - DecisionCoder.PROBABILITY_MIN);
  }
}
