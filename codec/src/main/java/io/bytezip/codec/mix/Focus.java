package io.bytezip.codec.mix;

import io.bytezip.modalities.Evidence;

/** Where the interval of a node lies, as seen from a sample's best prediction. */
final class Focus {
  /** The number of places. */
  static final int PLACES = 16 * 16;

  private Focus() {}

  /** The middle's distance from the prediction and the interval's length, both in expected errors. */
  static int place(Evidence evidence, int node) {
    int depth = 31 - Integer.numberOfLeadingZeros(node);
    int half = 128 >>> depth;
    int mid = (node << 8 - depth) - 256 + half;
    float inverse = 1 / evidence.spread;
    float distance = (mid - 0.5f - evidence.focus) * inverse;
    float size = distance < 0 ? -distance : distance;
    int far = size < 0.15f ? 0 : size < 0.4f ? 1 : size < 0.8f ? 2 : size < 1.3f ? 3 : size < 2f ? 4 : size < 3.5f ? 5 : size < 7f ? 6 : 7;
    float length = half * inverse;
    int wide = length < 0.25f ? 0 : length < 0.5f ? 1 : length < 1f ? 2 : length < 2f ? 3 : length < 4f ? 4 : length < 8f ? 5 : length < 16f ? 6 : 7;
    return (distance < 0 ? 8 + far : far) * 16 + 2 * wide;
  }
}
