package io.bytezip.modalities.deflate;

import io.bytezip.modalities.deflate.ParsedStream.Block;

/**
 * What a stream's tokens give away about its encoder.
 *
 * @param matches how many there are
 * @param ofThree how many of them have three bytes
 * @param shortest the length of the shortest; 0 if there are none
 * @param farthest the greatest distance; 0 if there are none
 * @param beyondZlib whether zlib would not reach some of them
 * @param mostTokens how many the largest block has
 */
record TokenStatistics(
    int matches, int ofThree, int shortest, int farthest, boolean beyondZlib, int mostTokens) {

  static TokenStatistics of(ParsedStream stream) {
    int matches = 0;
    int ofThree = 0;
    int shortest = DeflateCodes.MAX_MATCH;
    int farthest = 0;
    int mostTokens = 0;
    boolean first = false;
    for (Block block : stream.blocks()) {
      mostTokens = Math.max(mostTokens, block.tokens());
      int position = block.start();
      for (int i = 0; i < block.tokens(); i++) {
        int token = stream.tokens()[block.firstToken() + i];
        int distance = Token.distance(token);
        int length = Token.length(token);
        if (distance > 0) {
          matches++;
          ofThree += length == DeflateCodes.MIN_MATCH ? 1 : 0;
          shortest = Math.min(shortest, length);
          farthest = Math.max(farthest, distance);
          first |= distance == position;
        }
        position += length;
      }
    }
    int reach = DeflateCodes.MAX_DISTANCE - TokenPredictor.MIN_LOOKAHEAD;
    return new TokenStatistics(
        matches,
        ofThree,
        matches > 0 ? shortest : 0,
        farthest,
        first || farthest > reach,
        mostTokens);
  }
}
