package io.bytezip.modalities.deflate;

import io.bytezip.modalities.MalformedRecipeException;

/** Where the contexts of the corrections lie, and how numbers are made of bits. */
final class Contexts {
  /** A number takes so many contexts. */
  private static final int NUMBER = 94;

  private static final int WIDTHS = 31;

  // Blocks.
  static final int EXPLICIT = 0;
  static final int EXPLICIT_STORED = EXPLICIT + 3;
  static final int OTHER_STORED_LENGTH = EXPLICIT_STORED + 3;
  static final int FORGETS = OTHER_STORED_LENGTH + 1;
  static final int LIMITED = FORGETS + 1;
  static final int OTHER_TYPE = LIMITED + 1;
  static final int HIGHER_TYPE = OTHER_TYPE + 3;
  static final int OTHER_LAST = HIGHER_TYPE + 3;
  static final int OTHER_TREES = OTHER_LAST + 1;
  // Trees.
  static final int OTHER_LENGTH = OTHER_TREES + 1;
  static final int NO_CODE = OTHER_LENGTH + 4;
  static final int SHORTER_CODE = NO_CODE + 1;
  static final int OTHER_RUNS = SHORTER_CODE + 1;
  static final int OTHER_RUN = OTHER_RUNS + 1;
  static final int ZEROS_REPEATED = OTHER_RUN + 2;
  static final int OTHER_RUN_CODE = ZEROS_REPEATED + 1;
  // Tokens.
  static final int MISS = OTHER_RUN_CODE + 1;
  static final int LITERAL_INSTEAD = MISS + 8 * 8;
  static final int OTHER_THAN_MATCH = LITERAL_INSTEAD + 8;
  static final int OTHER_MATCH_LENGTH = OTHER_THAN_MATCH + 1;
  static final int LONGER_MATCH = OTHER_MATCH_LENGTH + 1;
  static final int NO_RANK = LONGER_MATCH + 1;
  static final int DISTANCE = NO_RANK + 1;
  // Numbers.
  static final int STORED_LENGTH = DISTANCE + 16;
  static final int BLOCK_LENGTH = STORED_LENGTH + NUMBER;
  static final int PADDING = BLOCK_LENGTH + NUMBER;
  static final int TREE_SIZE = PADDING + NUMBER;
  static final int CODE_BITS = TREE_SIZE + 2 * NUMBER;
  static final int CODE_BITS_CHANGE = CODE_BITS + NUMBER;
  static final int RUN_LENGTH = CODE_BITS_CHANGE + NUMBER;
  static final int RUN_CODE_BITS = RUN_LENGTH + NUMBER;
  static final int RUN_CODES = RUN_CODE_BITS + NUMBER;
  static final int MATCH_LENGTH = RUN_CODES + NUMBER;
  static final int MATCH_LENGTH_CHANGE = MATCH_LENGTH + NUMBER;
  static final int RANK = MATCH_LENGTH_CHANGE + 2 * NUMBER;
  static final int COUNT = RANK + 2 * NUMBER;

  private Contexts() {}

  /** The contexts of the n-th number of several. */
  static int of(int first, int n) {
    return first + n * NUMBER;
  }

  /**
   * Codes a number from 0 on: how many bits its successor has, in unary, then these bits but for
   * the highest.
   */
  static int number(BitCoder coder, int context, int value) throws MalformedRecipeException {
    int successor = value + 1;
    int width = 31 - Integer.numberOfLeadingZeros(successor);
    int coded = 0;
    while (coded < WIDTHS - 1 && coder.bit(context + coded, coded < width ? 1 : 0) == 1) {
      coded++;
    }
    int result = 1;
    for (int i = coded - 1; i >= 0; i--) {
      // The two highest bits say something, the others hardly.
      int place = coded - 1 - i;
      int where = place < 2 ? WIDTHS + place * WIDTHS + coded : 3 * WIDTHS;
      result = result << 1 | coder.bit(context + where, successor >>> i & 1);
    }
    return result - 1;
  }

  /** Codes a number of either sign. */
  static int signed(BitCoder coder, int context, int value) throws MalformedRecipeException {
    int folded = number(coder, context, value << 1 ^ value >> 31);
    return folded >>> 1 ^ -(folded & 1);
  }
}
