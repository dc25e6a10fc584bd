package io.bytezip.train;

import io.bytezip.engine.ModelConfig;
import io.bytezip.engine.ModelConfig.Ngram;

/**
 * The floating-point operations that a training step needs for one symbol, as the yardstick of its
 * speed: what the mathematics asks for, not what an implementation spends (masked positions and
 * padding count nothing).
 *
 * <p>Dense: 6 for each weight of a matrix (multiply and add, forward, and twice as much backward).
 * Attention: 12 * heads * headWidth for each attended position of each layer (scores and weighted
 * sum, 2 * 2 forward, twice that backward); a window of w positions attends to w, at the start of a
 * sequence to as many as there are. Tables, norms, biases and the optimiser count nothing.
 *
 * @param dense operations a symbol in products with weights
 * @param attention operations a symbol in products with keys and values
 */
record StepCost(double dense, double attention) {

  /** The cost of training a model on sequences of {@code length} symbols. */
  static StepCost of(ModelConfig config, int length) {
    long width = config.width();
    long heads = (long) config.heads() * config.headWidth();
    long kv = (long) config.kvHeads() * config.headWidth();
    long layer = width * (heads + 2 * kv) + heads * width + 3 * width * config.hidden();
    long grams = config.ngrams().stream().mapToInt(Ngram::width).sum();
    long weights =
        config.windows().size() * layer
            + grams * width * (config.ngramOutput() ? 2 : 1)
            + 256 * width;
    double attended =
        config.windows().stream().mapToDouble(window -> attended(window, length)).sum();
    return new StepCost(6.0 * weights, 12 * heads * attended);
  }

  /** Mean over t from 0 to length - 1 of min(t + 1, window). */
  private static double attended(int window, int length) {
    double full = Math.min(window, length);
    return (full * (full + 1) / 2 + (length - full) * full) / length;
  }

  /** All operations a symbol. */
  double total() {
    return dense + attention;
  }
}
