package io.bytezip.modalities.deflate;

import io.bytezip.modalities.MalformedRecipeException;

/** Codes how tokens differ from predicted ones. */
final class TokenCorrections {
  private final BitCoder coder;
  private final byte[] data;
  private final int length;
  private MatchRanks ranks;

  /** Which of the last three tokens were not as predicted. */
  private int history;

  /** For the first {@code length} bytes of {@code data}. */
  TokenCorrections(BitCoder coder, byte[] data, int length) {
    this.coder = coder;
    this.data = data;
    this.length = length;
  }

  /**
   * Codes a token.
   *
   * @param predictor which has just predicted it
   * @param actual a literal when reading
   * @param end where the block ends at the latest
   */
  int code(TokenPredictor predictor, int predicted, int actual, int end)
      throws MalformedRecipeException {
    int kind = kind(predictor, predicted);
    int miss = coder.bit(Contexts.MISS + kind * 8 + history, actual == predicted ? 0 : 1);
    history = history << 1 & 7 | miss;
    int token = miss == 0 ? predicted : other(predictor, predicted, actual, kind);
    int position = predictor.position();
    if (Token.length(token) > end - position || Token.distance(token) > position) {
      throw new MalformedRecipeException("a match lies outside of the data");
    }
    return token;
  }

  private static int kind(TokenPredictor predictor, int predicted) {
    if (predicted == Token.LITERAL) {
      return predictor.hasMatch() ? 1 : 0;
    }
    int matched = Token.length(predicted);
    return matched <= 5 ? matched - 1 : matched <= 8 ? 5 : matched <= 32 ? 6 : 7;
  }

  private int other(TokenPredictor predictor, int predicted, int actual, int kind)
      throws MalformedRecipeException {
    if (predicted != Token.LITERAL) {
      int literal = actual == Token.LITERAL ? 1 : 0;
      if (coder.bit(Contexts.LITERAL_INSTEAD + kind, literal) == 1) {
        return Token.LITERAL;
      }
    } else if (predictor.hasMatch()) {
      int match = predictor.match();
      if (coder.bit(Contexts.OTHER_THAN_MATCH, actual == match ? 0 : 1) == 0) {
        return match;
      }
    }
    int guess = predictor.hasMatch() ? Token.length(predictor.match()) : 0;
    int matched = matchLength(guess, Token.length(actual));
    int position = predictor.position();
    if (matched > length - position) {
      throw new MalformedRecipeException("a match lies outside of the data");
    }
    int distance = distance(position, matched, matched == guess, Token.distance(actual));
    return Token.match(distance, matched);
  }

  private int matchLength(int guess, int actual) throws MalformedRecipeException {
    long matched;
    if (guess == 0) {
      int more = Math.max(actual - DeflateCodes.MIN_MATCH, 0);
      matched = (long) DeflateCodes.MIN_MATCH + Contexts.number(coder, Contexts.MATCH_LENGTH, more);
    } else if (coder.bit(Contexts.OTHER_MATCH_LENGTH, actual == guess ? 0 : 1) == 0) {
      matched = guess;
    } else {
      int longer = coder.bit(Contexts.LONGER_MATCH, actual > guess ? 1 : 0);
      int difference = Math.max(Math.abs(actual - guess) - 1, 0);
      int context = Contexts.of(Contexts.MATCH_LENGTH_CHANGE, longer);
      long change = 1L + Contexts.number(coder, context, difference);
      matched = longer == 1 ? guess + change : guess - change;
    }
    if (matched < DeflateCodes.MIN_MATCH || matched > DeflateCodes.MAX_MATCH) {
      throw new MalformedRecipeException("a match of " + matched + " bytes");
    }
    return (int) matched;
  }

  private int distance(int position, int matched, boolean lengthPredicted, int actual)
      throws MalformedRecipeException {
    if (ranks == null) {
      ranks = new MatchRanks(data, length);
    }
    if (ranks.usable()) {
      boolean reading = actual == 0;
      int rank = reading ? 0 : ranks.rank(position, matched, actual);
      if (coder.bit(Contexts.NO_RANK, rank < 0 ? 1 : 0) == 0) {
        int context = Contexts.of(Contexts.RANK, lengthPredicted ? 1 : 0);
        int coded = Contexts.number(coder, context, rank);
        if (!reading) {
          return actual;
        }
        int distance = ranks.distance(position, matched, coded);
        if (distance < 0) {
          throw new MalformedRecipeException("no match of rank " + coded);
        }
        return distance;
      }
    }
    int distance = 0;
    for (int i = 14; i >= 0; i--) {
      distance = distance << 1 | coder.bit(Contexts.DISTANCE + i, actual - 1 >> i & 1);
    }
    return distance + 1;
  }
}
