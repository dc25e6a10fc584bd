package io.bytezip.codec;

/**
 * Probabilities for one group of lanes, step by step; an engine session, or something cheap in
 * tests.
 */
@FunctionalInterface
interface Predictor {
  /**
   * Predicts the next symbol of the first {@code active} lanes.
   *
   * @param active how many; never more than in the step before
   * @param previous a lane's previous symbol (0..255), or 256 at its start
   * @param context the context inputs, lane by lane
   * @param weights receives 256 unnormalised probabilities a lane, in 0..1, the largest 1
   */
  void step(int active, int[] previous, int[] context, float[] weights);
}
