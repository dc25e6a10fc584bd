package io.bytezip.modalities.deflate;

import io.bytezip.modalities.MalformedRecipeException;
import java.util.Arrays;

/** Codes how the description of a block's two codes differs from the predicted one. */
final class TreeCorrections {
  private static final int MOST_LITERALS = DeflateCodes.LITERALS;
  private static final int FEWEST_LITERALS = DeflateCodes.END_OF_BLOCK + 1;

  private final BitCoder coder;

  TreeCorrections(BitCoder coder) {
    this.coder = coder;
  }

  /**
   * Codes a description.
   *
   * @param actual null when reading
   */
  DeflateTreeHeader code(DeflateTreeHeader predicted, DeflateTreeHeader actual)
      throws MalformedRecipeException {
    boolean writing = actual != null;
    boolean differs = writing && !actual.same(predicted);
    if (coder.bit(Contexts.OTHER_TREES, differs ? 1 : 0) == 0) {
      return predicted;
    }
    int[] literals =
        lengths(
            predicted.literals(),
            writing ? actual.literals() : null,
            0,
            FEWEST_LITERALS,
            MOST_LITERALS);
    int[] distances =
        lengths(
            predicted.distances(),
            writing ? actual.distances() : null,
            1,
            1,
            DeflateCodes.DISTANCES);
    int[] runs = runs(literals, distances, writing ? actual.runs() : null);
    int[] lengths = DeflateTreeHeader.lengths(runs);
    boolean otherCode =
        writing
            && !(Arrays.equals(lengths, actual.lengths())
                && DeflateTreeHeader.ordered(lengths) == actual.ordered());
    int ordered = DeflateTreeHeader.ordered(lengths);
    if (coder.bit(Contexts.OTHER_RUN_CODE, otherCode ? 1 : 0) == 1) {
      for (int i = 0; i < lengths.length; i++) {
        int change = writing ? actual.lengths()[i] - lengths[i] : 0;
        lengths[i] =
            inRange(
                lengths[i] + (long) Contexts.signed(coder, Contexts.RUN_CODE_BITS, change),
                0,
                DeflateCodes.LONGEST_LENGTH_CODE);
      }
      int least = DeflateTreeHeader.ordered(lengths);
      int more = writing ? actual.ordered() - least : 0;
      ordered =
          inRange(
              least + (long) Contexts.number(coder, Contexts.RUN_CODES, more),
              least,
              DeflateCodes.LENGTH_CODES);
    }
    return new DeflateTreeHeader(literals, distances, runs, lengths, ordered);
  }

  /** Codes the lengths of one code. */
  private int[] lengths(int[] predicted, int[] actual, int which, int fewest, int most)
      throws MalformedRecipeException {
    int context = Contexts.of(Contexts.TREE_SIZE, which);
    int more = actual == null ? 0 : actual.length - predicted.length;
    int size =
        inRange(predicted.length + (long) Contexts.signed(coder, context, more), fewest, most);
    int[] lengths = new int[size];
    int history = 0;
    for (int i = 0; i < size; i++) {
      int guess = i < predicted.length ? predicted[i] : 0;
      lengths[i] = length(guess, actual == null ? 0 : actual[i], history);
      history = lengths[i] == guess ? 0 : 1;
    }
    return lengths;
  }

  private int length(int guess, int actual, int history) throws MalformedRecipeException {
    int context = Contexts.OTHER_LENGTH + (guess == 0 ? 2 : 0) + history;
    if (coder.bit(context, actual == guess ? 0 : 1) == 0) {
      return guess;
    }
    if (guess == 0) {
      int bits = Contexts.number(coder, Contexts.CODE_BITS, actual == 0 ? 0 : actual - 1);
      return inRange(bits + 1L, 1, DeflateCodes.LONGEST_CODE);
    }
    if (coder.bit(Contexts.NO_CODE, actual == 0 ? 1 : 0) == 1) {
      return 0;
    }
    boolean shorter = coder.bit(Contexts.SHORTER_CODE, actual < guess ? 1 : 0) == 1;
    int difference = Math.max(Math.abs(actual - guess) - 1, 0);
    long change = 1L + Contexts.number(coder, Contexts.CODE_BITS_CHANGE, difference);
    return inRange(shorter ? guess - change : guess + change, 1, DeflateCodes.LONGEST_CODE);
  }

  /** Codes how the lengths are cut into runs. */
  private int[] runs(int[] literals, int[] distances, int[] actual)
      throws MalformedRecipeException {
    int[] predicted = DeflateTreeHeader.runs(literals, distances);
    boolean differ = actual != null && !Arrays.equals(actual, predicted);
    if (coder.bit(Contexts.OTHER_RUNS, differ ? 1 : 0) == 0) {
      return predicted;
    }
    int[] lengths = Arrays.copyOf(literals, literals.length + distances.length);
    System.arraycopy(distances, 0, lengths, literals.length, distances.length);
    int[] runs = new int[lengths.length];
    int count = 0;
    int position = 0;
    while (position < lengths.length) {
      int length = lengths[position];
      boolean repeats = position > 0 && lengths[position - 1] == length;
      int end = position < literals.length ? literals.length : lengths.length;
      int guess = longest(lengths, position, end, repeats);
      int run = actual == null ? 0 : actual[count];
      int coded = runLength(guess, DeflateTreeHeader.runLength(run), length);
      if (coded == 1) {
        runs[count++] = length;
      } else {
        check(lengths, position, coded, repeats);
        int symbol = DeflateTreeHeader.run(length, coded);
        if (length == 0 && coded <= 6 && repeats) {
          boolean repeat = (run & 31) == DeflateCodes.REPEAT;
          if (coder.bit(Contexts.ZEROS_REPEATED, repeat ? 1 : 0) == 1) {
            symbol = DeflateTreeHeader.run(1, coded);
          }
        }
        runs[count++] = symbol;
      }
      position += coded;
    }
    return Arrays.copyOf(runs, count);
  }

  /** The longest run that may be named at a position; 1 if none. */
  private static int longest(int[] lengths, int position, int end, boolean repeats) {
    int length = lengths[position];
    int most = length == 0 ? 138 : repeats ? 6 : 1;
    int run = 1;
    while (run < most && position + run < end && lengths[position + run] == length) {
      run++;
    }
    return run < 3 ? 1 : run;
  }

  private int runLength(int guess, int actual, int length) throws MalformedRecipeException {
    int context = Contexts.OTHER_RUN + (length == 0 ? 1 : 0);
    if (coder.bit(context, actual == guess ? 0 : 1) == 0) {
      return guess;
    }
    int folded = actual == 1 ? 0 : actual - 2;
    int coded = Contexts.number(coder, Contexts.RUN_LENGTH, folded);
    return coded == 0 ? 1 : inRange(coded + 2L, 3, length == 0 ? 138 : 6);
  }

  private static void check(int[] lengths, int position, int run, boolean repeats)
      throws MalformedRecipeException {
    int length = lengths[position];
    boolean same = run <= lengths.length - position && (length == 0 || repeats);
    for (int i = 1; i < run && same; i++) {
      same = lengths[position + i] == length;
    }
    if (!same) {
      throw new MalformedRecipeException("no run of equal code lengths");
    }
  }

  private static int inRange(long value, int least, int most) throws MalformedRecipeException {
    if (value < least || value > most) {
      throw new MalformedRecipeException("a code of a deflate stream is out of range");
    }
    return (int) value;
  }
}
