package io.bytezip.modalities.deflate;

import io.bytezip.modalities.MalformedRecipeException;
import io.bytezip.modalities.deflate.DeflateSettings.Strategy;

/**
 * Which earlier strings an encoder looks at, and what it makes of them: zlib's rules for its
 * settings, or a relative's.
 *
 * @param parse how tokens are chosen among matches
 * @param effort how long is searched
 * @param filtered whether matches of up to five bytes are dropped
 * @param hashBytes 3, or 4 for an encoder that never sees a match of three bytes
 * @param hashBits the size of the table of strings
 * @param windowBits how far back matches lie
 * @param wholeWindow whether matches reach back the whole window and to the first byte, which zlib
 *     avoids
 * @param blockTokens a block is full with so many
 */
record MatchRules(
    Parse parse,
    Effort effort,
    boolean filtered,
    int hashBytes,
    int hashBits,
    int windowBits,
    boolean wholeWindow,
    int blockTokens) {

  /** How tokens are chosen. */
  enum Parse {
    /** Literals only. */
    LITERALS,
    /** Matches at distance 1. */
    RUNS,
    /** The first match. */
    GREEDY,
    /** A match only if the next position has no longer one. */
    LAZY
  }

  /**
   * The effort of a level.
   *
   * @param good from a match of this length on, a quarter of the chain is searched for a longer one
   * @param lazy from a match of this length on, none is searched for; greedy: to which length a
   *     match's strings are all put into the table
   * @param nice a match of this length ends the search
   * @param chain how many strings are looked at
   */
  record Effort(int good, int lazy, int nice, int chain) {}

  /** What {@link #of} understands, one bit each; 0 is zlib. */
  static final int HASH_OF_FOUR = 1;

  static final int WHOLE_WINDOW = 2;

  /** Blocks as of memLevel 9, whatever the size of the table of strings: gzip and Info-ZIP. */
  static final int LARGE_BLOCKS = 4;

  private static final int VARIANTS = 8;

  private static final int MOST_TOKENS = (1 << 15) - 1;

  private static final Effort[] EFFORTS = {
    new Effort(4, 4, 8, 4),
    new Effort(4, 5, 16, 8),
    new Effort(4, 6, 32, 32),
    new Effort(4, 4, 16, 16),
    new Effort(8, 16, 32, 32),
    new Effort(8, 16, 128, 128),
    new Effort(8, 32, 128, 256),
    new Effort(32, 128, 258, 1024),
    new Effort(32, 258, 258, 4096),
  };

  /**
   * The rules for some settings.
   *
   * @param variant 0, or bits for a relative of zlib
   */
  static MatchRules of(DeflateSettings settings, int variant) throws MalformedRecipeException {
    if (variant < 0 || variant >= VARIANTS) {
      throw new MalformedRecipeException("unknown variant of deflate: " + variant);
    }
    Parse parse =
        switch (settings.strategy()) {
          case HUFFMAN_ONLY -> Parse.LITERALS;
          case RLE -> Parse.RUNS;
          case DEFAULT, FILTERED -> settings.level() < 4 ? Parse.GREEDY : Parse.LAZY;
        };
    return new MatchRules(
        parse,
        EFFORTS[settings.level() - 1],
        settings.strategy() == Strategy.FILTERED,
        (variant & HASH_OF_FOUR) != 0 ? 4 : 3,
        settings.memLevel() + 7,
        settings.windowBits(),
        (variant & WHOLE_WINDOW) != 0,
        (variant & LARGE_BLOCKS) != 0 ? MOST_TOKENS : (1 << settings.memLevel() + 6) - 1);
  }
}
