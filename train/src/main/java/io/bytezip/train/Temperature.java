package io.bytezip.train;

import java.util.function.DoubleUnaryOperator;

/**
 * The temperature of a model's softmax: what logits are divided by. A model is as sure of itself as
 * its training data let it be, which on data of other origin is too sure; one number, found on such
 * data, puts that right (Guo and others 2017, arXiv 1706.04599).
 */
final class Temperature {
  private static final double LEAST = 0.8;
  private static final double MOST = 1.4;
  private static final double HUNDREDTHS = 100;
  private static final double STEP = 1 / HUNDREDTHS;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private Temperature() {}

  /**
   * The temperature with the fewest bits, to within a hundredth, 0.8 to 1.4.
   *
   * @param bits what data take at a temperature; falls, then rises. Asked about a dozen times
   */
  static double best(DoubleUnaryOperator bits) {
    double low = LEAST;
    double high = MOST;
    double first = high - GOLDEN * (high - low);
    double second = low + GOLDEN * (high - low);
    double bitsAtFirst = bits.applyAsDouble(first);
    double bitsAtSecond = bits.applyAsDouble(second);
    while (high - low > STEP) {
      if (bitsAtFirst < bitsAtSecond) {
        high = second;
        second = first;
        bitsAtSecond = bitsAtFirst;
        first = high - GOLDEN * (high - low);
        bitsAtFirst = bits.applyAsDouble(first);
      } else {
        low = first;
        first = second;
        bitsAtFirst = bitsAtSecond;
        second = low + GOLDEN * (high - low);
        bitsAtSecond = bits.applyAsDouble(second);
      }
    }
    return Math.round((low + high) / 2 / STEP) / HUNDREDTHS;
  }
}
