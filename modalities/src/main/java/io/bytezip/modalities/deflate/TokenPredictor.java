package io.bytezip.modalities.deflate;

/**
 * Says which token zlib would write next, after whatever tokens there were. The stream that zlib
 * 1.2 and 1.3 make is determined by which earlier strings are looked at, in what order, and by how
 * ties are broken; those rules are zlib's behaviour. Positions are absolute, since all of the input
 * is in memory.
 *
 * <p>Inputs exist that take zlib milliseconds a byte. Here the search ends early, with other tokens
 * than zlib's, once an input has taken far more steps than files do.
 *
 * <p>Memory: at most 1 MiB beside the input.
 */
final class TokenPredictor {
  private static final int MIN_MATCH = DeflateCodes.MIN_MATCH;
  private static final int MAX_MATCH = DeflateCodes.MAX_MATCH;
  static final int MIN_LOOKAHEAD = MAX_MATCH + MIN_MATCH + 1;

  /** Matches of three bytes from farther away cost more than literals. */
  private static final int FAR = 4096;

  /** From so many strings on, it pays to look at those with four equal bytes only. */
  private static final int LONG_CHAIN = 32;

  /** So often it is asked whether zlib would still look at a string. */
  private static final int CHECK = 8;

  private static final long MAX_STEPS = 1L << 24;
  private static final long MAX_STEPS_PER_BYTE = 512;

  /** So far ahead no string can take the place of one within zlib's reach. */
  private static final int AHEAD = 64;

  /** The rules, taken apart. */
  private final MatchRules.Parse parse;

  private final boolean lazy;
  private final boolean filtered;
  private final int goodLength;
  private final int lazyLength;
  private final int niceLength;
  private final int longestChain;

  private final byte[] data;
  private final int hashBytes;

  /** How far the first string of a chain may lie, and which distance ends a search. */
  private final int maxDistance;

  private final int farthest;

  /** Null where no strings are looked for. */
  private final StringTable table;

  /** Whether the table has chains of four bytes: not where chains are short. */
  private final boolean fours;

  /** How many strings are put into the table before their time. */
  private final int ahead;

  /** The last string that is never looked at: zlib doesn't see the first one. */
  private int bottom;

  /** Strings and bytes compared so far, and how many are enough. */
  private long steps;

  private final long maxSteps;

  private int position;

  /** The match at {@link #position}: its length, less than 3 if there is none, and its string. */
  private int found;

  private int foundStart;

  /** Whether the match was found when the token before was predicted. */
  private boolean known;

  /** A longer match at the next position, or 0. */
  private int next;

  private int nextStart;

  /** Where the last match that {@link #search} found begins. */
  private int matchStart;

  /** Predicts for the first {@code length} bytes of {@code data}. */
  TokenPredictor(MatchRules rules, byte[] data, int length) {
    this(rules, data, length, table(rules, data, length));
  }

  /**
   * Predicts with a table that others may use as well, if they all go along the same tokens
   * together.
   *
   * @param table as from {@link #table}
   */
  TokenPredictor(MatchRules rules, byte[] data, int length, StringTable table) {
    this.data = data;
    this.table = table;
    parse = rules.parse();
    lazy = parse == MatchRules.Parse.LAZY;
    filtered = rules.filtered();
    MatchRules.Effort effort = rules.effort();
    goodLength = effort.good();
    lazyLength = effort.lazy();
    niceLength = effort.nice();
    longestChain = effort.chain();
    int windowSize = 1 << rules.windowBits();
    maxDistance = rules.wholeWindow() ? windowSize : windowSize - MIN_LOOKAHEAD;
    farthest = rules.wholeWindow() ? maxDistance + 1 : maxDistance;
    hashBytes = rules.hashBytes();
    bottom = rules.wholeWindow() ? -1 : 0;
    fours = table != null && table.withFours() && longestChain >= LONG_CHAIN;
    // A greedy search leaves strings out.
    ahead = lazy ? AHEAD : 0;
    maxSteps = MAX_STEPS + MAX_STEPS_PER_BYTE * length;
  }

  /** An empty table for some rules; null if no strings are looked for. */
  static StringTable table(MatchRules rules, byte[] data, int length) {
    MatchRules.Parse parse = rules.parse();
    if (parse != MatchRules.Parse.LAZY && parse != MatchRules.Parse.GREEDY) {
      return null;
    }
    // A string a whole window back must not have lost its place to those put in since.
    int wide = 1 << rules.windowBits() + (rules.wholeWindow() ? 1 : 0);
    // A short input never comes round.
    int reach = Math.min(wide, Integer.highestOneBit(Math.max(length, 1)) << 1);
    // With lazy searches a table serves all efforts.
    boolean fours =
        rules.hashBytes() == MIN_MATCH
            && (parse == MatchRules.Parse.LAZY || rules.effort().chain() >= LONG_CHAIN);
    return new StringTable(data, length, rules, reach, fours);
  }

  /** Forgets all strings. */
  void forget() {
    bottom = Math.max(bottom, position - 1);
    if (table != null) {
      table.leaveOut(position);
    }
    known = false;
  }

  /** Where the next token begins. */
  int position() {
    return position;
  }

  /**
   * The next token.
   *
   * @param end where the input ends, as far as the encoder could see
   */
  int predict(int end) {
    next = 0;
    if (lazy) {
      if (!known) {
        found = useful(position, search(position, MIN_MATCH - 1, end));
        foundStart = matchStart;
      }
      // A match begins where it can't be the input's last byte, so there is a next position.
      if (found >= MIN_MATCH && found < lazyLength) {
        next = useful(position + 1, search(position + 1, found, end));
        nextStart = matchStart;
      }
    } else if (parse == MatchRules.Parse.GREEDY) {
      found = search(position, MIN_MATCH - 1, end);
      foundStart = matchStart;
    } else if (parse == MatchRules.Parse.RUNS && position > 0) {
      int run = common(position - 1, Math.min(MAX_MATCH, end - position));
      return run >= MIN_MATCH ? Token.match(1, run) : Token.LITERAL;
    }
    return found < MIN_MATCH || next > 0 ? Token.LITERAL : match();
  }

  /** Whether there is a match where the next token begins, though it may not be the prediction. */
  boolean hasMatch() {
    return found >= MIN_MATCH;
  }

  /** That match. */
  int match() {
    return Token.match(position - foundStart, found);
  }

  /** Goes on behind a token, which need not be the predicted one. */
  void accept(int token, int end) {
    int tokenEnd = position + Token.length(token);
    known = token == Token.LITERAL && next > 0;
    if (known) {
      found = next;
      foundStart = nextStart;
    } else if (parse == MatchRules.Parse.GREEDY
        && token != Token.LITERAL
        && (Token.length(token) > lazyLength || end - tokenEnd < MIN_MATCH)) {
      table.leaveOut(tokenEnd);
    }
    position = tokenEnd;
  }

  /** Goes on behind {@code count} bytes that are no tokens. */
  void skip(int count) {
    position += count;
    known = false;
  }

  private int useful(int at, int match) {
    boolean useless = match <= 5 && filtered || match == MIN_MATCH && at - matchStart > FAR;
    return useless ? 0 : match;
  }

  /**
   * Looks along the chain of strings with the same hash for a match longer than {@code atLeast}; of
   * equal ones the nearest wins.
   *
   * @return its length, or 0
   */
  private int search(int at, int atLeast, int end) {
    table.insert(at, ahead);
    int left = end - at;
    if (left < hashBytes) {
      return 0;
    }
    int candidate = table.before(at);
    int longest = Math.min(MAX_MATCH, left);
    if (candidate <= bottom || at - candidate > maxDistance || atLeast >= longest) {
      return 0;
    }
    int most = steps > maxSteps ? 1 : atLeast >= goodLength ? longestChain >> 2 : longestChain;
    int chain = most;
    int nice = Math.min(niceLength, left);
    int limit = Math.max(bottom, at - farthest);
    if (fours && most > 1 && nice > MIN_MATCH) {
      int match = searchFours(at, atLeast, candidate, most, nice, longest, limit);
      if (match > 0 || atLeast >= MIN_MATCH) {
        return match;
      }
      return searchThree(at, candidate, most, limit);
    }
    int best = atLeast;
    short wanted = Strings.two(data, at + best - 1);
    do {
      if (Strings.two(data, candidate + best - 1) == wanted) {
        int match = Strings.common(data, candidate, at, longest);
        steps += match;
        if (match > best) {
          matchStart = candidate;
          best = match;
          if (match >= nice) {
            break;
          }
          wanted = Strings.two(data, at + best - 1);
        }
      }
      candidate = table.before(candidate);
    } while (candidate > limit && --chain != 0);
    steps += most - chain + 1;
    return best > atLeast && best >= hashBytes ? best : 0;
  }

  /**
   * Looks for a match of four bytes or more.
   *
   * @param first the first string of the chain of three bytes
   * @param most how many strings of that chain may be looked at
   */
  private int searchFours(
      int at, int atLeast, int first, int most, int nice, int longest, int limit) {
    long own = Strings.eight(data, at);
    int string = table.ofFour(at);
    int best = atLeast;
    int candidate = at - StringTable.backOfFour(string);
    int looked = 0;
    // The first string may lie farther back than the others.
    int lowest = Math.min(limit, first - 1);
    while (candidate > lowest) {
      looked++;
      int earlier = table.ofFour(candidate);
      long difference = Strings.eight(data, candidate) ^ own;
      if ((int) difference == 0) {
        boolean promising =
            best < Long.BYTES
                ? (difference >>> Byte.SIZE * (best - 1) & 0xFFFF) == 0
                : Strings.two(data, candidate + best - 1) == Strings.two(data, at + best - 1);
        if ((promising || looked % CHECK == 0) && StringTable.strings(earlier, string) > most) {
          break;
        }
        if (promising) {
          int match =
              difference != 0
                  ? Math.min(Long.numberOfTrailingZeros(difference) >> 3, longest)
                  : Strings.common(data, candidate, at, longest);
          steps += match;
          if (match > best) {
            matchStart = candidate;
            best = match;
            if (match >= nice) {
              break;
            }
          }
        }
      }
      candidate -= StringTable.backOfFour(earlier);
    }
    steps += looked;
    return best > atLeast ? best : 0;
  }

  /** Looks for a match of three bytes, where there is none of four. */
  private int searchThree(int at, int first, int most, int limit) {
    int string = Strings.four(data, at);
    int candidate = first;
    int chain = most;
    int best = 0;
    do {
      if ((Strings.four(data, candidate) ^ string) << 8 == 0) {
        matchStart = candidate;
        best = MIN_MATCH;
        break;
      }
      candidate = table.before(candidate);
    } while (candidate > limit && --chain != 0);
    steps += best + most - chain + 1;
    return best;
  }

  private int common(int earlier, int most) {
    return Strings.common(data, earlier, position, most);
  }
}
