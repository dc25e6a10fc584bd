package io.bytezip.train.data;

import java.util.Map;

/**
 * Which windows a run sees; with the pack it says all about every batch.
 *
 * @param seed of the order of shards and windows
 * @param sequences windows of a batch
 * @param length symbols of a window
 * @param weights share of each kind of data in the sequences; kinds that are missing have none
 */
public record Order(long seed, int sequences, int length, Map<Modality, Double> weights) {
  /** Checks the ranges. */
  public Order {
    weights = Map.copyOf(weights);
    if (sequences < 1 || length < 1) {
      throw new IllegalArgumentException("sequences " + sequences + ", length " + length);
    }
  }

  double weight(Modality modality) {
    return weights.getOrDefault(modality, 0.0);
  }
}
