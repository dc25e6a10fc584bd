package io.bytezip.engine;

import java.util.Arrays;

/**
 * What the lanes have read: enough of it for the n-gram hashes, and, where windows restart, for
 * reading the overlap again. Rings over time; symbols before a lane's start are {@link
 * Model#START}.
 */
final class Inputs {
  /** The longest n-gram. */
  static final int HISTORY = 8;

  private final int contextInputs;
  private final int symbolSlots;
  private final int contextSlots;
  private final short[][] symbols;
  private final int[][] contexts;

  /**
   * @param depth how many steps can be asked for, the newest included
   */
  Inputs(int lanes, int contextInputs, int depth) {
    this.contextInputs = contextInputs;
    symbolSlots = depth + HISTORY;
    contextSlots = depth;
    symbols = new short[lanes][symbolSlots];
    for (short[] lane : symbols) {
      Arrays.fill(lane, (short) Model.START);
    }
    contexts = new int[lanes][contextInputs * contextSlots];
  }

  void put(long time, int lane, int previous, int[] context, int contextOffset) {
    symbols[lane][(int) (time % symbolSlots)] = (short) previous;
    System.arraycopy(
        context,
        contextOffset,
        contexts[lane],
        (int) (time % contextSlots) * contextInputs,
        contextInputs);
  }

  int previous(long time, int lane) {
    return symbols[lane][(int) (time % symbolSlots)];
  }

  int context(long time, int lane, int input) {
    return contexts[lane][(int) (time % contextSlots) * contextInputs + input];
  }

  /** The row of an n-gram table for the symbols up to the one that was previous at a time. */
  int ngramRow(long time, int lane, ModelConfig.Ngram ngram) {
    long hash = 0;
    for (long t = time - ngram.order() + 1; t <= time; t++) {
      hash = NgramHash.add(hash, t < 0 ? Model.START : previous(t, lane));
    }
    return NgramHash.row(hash, ngram.rows());
  }
}
