package io.bytezip.codec.mix;

import io.bytezip.modalities.Evidence;

/** Where the interval of a node lies, as seen from a sample's best prediction. */
final class Focus {
  /** The number of places. */
  static final int PLACES = 16 * 8;

  private static final float[] DISTANCES = {0.15f, 0.4f, 0.8f, 1.3f, 2, 3.5f, 7};
  private static final float[] LENGTHS = {0.25f, 0.5f, 1, 2, 4, 8, 16};

  private Focus() {}

  /**
   * The middle's distance from the prediction and the interval's length, both in expected errors.
   */
  static int place(Evidence evidence, int node) {
    int depth = 31 - Integer.numberOfLeadingZeros(node);
    int half = 128 >>> depth;
    int mid = (node << 8 - depth) - 256 + half;
    float inverse = 1 / evidence.spread;
    float distance = (mid - 0.5f - evidence.focus) * inverse;
    int far = level(distance < 0 ? -distance : distance, DISTANCES);
    int wide = level(half * inverse, LENGTHS);
    return (distance < 0 ? 8 + far : far) * 8 + wide;
  }

  private static int level(float value, float[] bounds) {
    int i = 0;
    while (i < bounds.length && value >= bounds[i]) {
      i++;
    }
    return i;
  }
}
