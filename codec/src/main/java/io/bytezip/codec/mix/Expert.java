package io.bytezip.codec.mix;

import io.bytezip.modalities.Evidence;

/**
 * Predicts the bits of coded bytes, one after another, and learns from them. State is shared by all
 * lanes of a segment: lanes take turns byte by byte, so {@link #begin} gets all that belongs to a
 * lane.
 *
 * <p>For each byte: {@link #begin}, then eight times {@link #predict} and {@link #learn}.
 * Single-threaded.
 */
interface Expert {
  /** How many inputs it gives the mixer. */
  int inputs();

  /** The weight that the mixer starts with, for each input. */
  float startWeight(int input);

  /**
   * A new byte begins.
   *
   * @param lane whose turn it is
   * @param evidence what the layout knows of the byte
   */
  void begin(Lane lane, Evidence evidence);

  /**
   * Writes {@link #inputs} stretched probabilities of a 1 (or other numbers of that magnitude) to
   * {@code x[at ...]}.
   *
   * @param node 1 followed by the bits of the byte that are known, 1..255
   */
  void predict(int node, float[] x, int at);

  /**
   * Learns the bit that was coded at the node predicted last.
   *
   * @param bit 0 or 1
   */
  void learn(int node, int bit);
}
