package io.bytezip.modalities.deflate;

import java.util.Arrays;

/**
 * Says which token zlib would write next, after whatever tokens there were. The stream that zlib
 * 1.2 and 1.3 make is determined by which earlier strings are looked at, in what order, and by how
 * ties are broken; those rules are zlib's behaviour. Positions are absolute, since all of the input
 * is in memory.
 *
 * <p>Inputs exist that take zlib milliseconds a byte. Here the search ends early, with other tokens
 * than zlib's, once an input has taken far more steps than files do.
 *
 * <p>Memory: at most 1.4 MiB beside the input.
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

  private final MatchRules rules;
  private final MatchRules.Effort effort;
  private final byte[] data;
  private final int length;
  private final int hashBytes;

  /** How far the first string of a chain may lie, and which distance ends a search. */
  private final int maxDistance;

  private final int farthest;
  private final int hashMask;
  private final int hashShift;
  private final int[] head;
  private final int[] previous;

  /** Null where chains are short. */
  private final FourByteChains fours;

  /** What stands for no string: zlib's 0 makes the first string invisible. */
  private final int none;

  /** Strings and bytes compared so far, and how many are enough. */
  private long steps;

  private final long maxSteps;

  private int position;

  /** The first string that is not in the table yet. */
  private int inserted;

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

  /**
   * Predicts for the first {@code length} bytes of {@code data}.
   *
   * @param far whether it goes far: then it takes 1 MiB more, and long searches are faster
   */
  TokenPredictor(MatchRules rules, byte[] data, int length, boolean far) {
    this.rules = rules;
    this.data = data;
    this.length = length;
    effort = rules.effort();
    int windowSize = 1 << rules.windowBits();
    maxDistance = rules.wholeWindow() ? windowSize : windowSize - MIN_LOOKAHEAD;
    farthest = rules.wholeWindow() ? maxDistance + 1 : maxDistance;
    hashBytes = rules.hashBytes();
    hashMask = (1 << rules.hashBits()) - 1;
    hashShift = (rules.hashBits() + MIN_MATCH - 1) / MIN_MATCH;
    none = rules.wholeWindow() ? -1 : 0;
    boolean matches =
        rules.parse() == MatchRules.Parse.GREEDY || rules.parse() == MatchRules.Parse.LAZY;
    head = new int[matches ? hashMask + 1 : 0];
    // A short input never comes round.
    int reach = Math.min(windowSize, Integer.highestOneBit(Math.max(length, 1)) << 1);
    previous = new int[matches ? reach : 0];
    boolean chains = far && matches && hashBytes == MIN_MATCH && effort.chain() >= LONG_CHAIN;
    // A string a whole window back must not have lost its place to the one at hand.
    int wide = rules.wholeWindow() ? 2 * reach : reach;
    fours = chains ? new FourByteChains(data, length, wide, hashMask + 1, none) : null;
    forget();
    maxSteps = MAX_STEPS + MAX_STEPS_PER_BYTE * length;
  }

  /** Forgets all strings. */
  void forget() {
    if (none != 0 || position != 0) {
      Arrays.fill(head, none);
      if (fours != null) {
        fours.forget(none);
      }
    }
    inserted = position;
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
    found = known ? found : 0;
    next = 0;
    switch (rules.parse()) {
      case LITERALS -> {
        return Token.LITERAL;
      }
      case RUNS -> {
        int run = position == 0 ? 0 : common(position - 1, Math.min(MAX_MATCH, end - position));
        return run >= MIN_MATCH ? Token.match(1, run) : Token.LITERAL;
      }
      case GREEDY -> {
        found = search(position, MIN_MATCH - 1, end);
        foundStart = matchStart;
      }
      case LAZY -> {
        if (!known) {
          found = useful(position, search(position, MIN_MATCH - 1, end));
          foundStart = matchStart;
        }
        // A match begins where it can't be the input's last byte, so there is a next position.
        if (found >= MIN_MATCH && found < effort.lazy()) {
          next = useful(position + 1, search(position + 1, found, end));
          nextStart = matchStart;
        }
      }
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
    } else if (rules.parse() == MatchRules.Parse.GREEDY
        && token != Token.LITERAL
        && (Token.length(token) > effort.lazy() || end - tokenEnd < MIN_MATCH)) {
      inserted = tokenEnd;
    }
    position = tokenEnd;
  }

  /** Goes on behind {@code count} bytes that are no tokens. */
  void skip(int count) {
    position += count;
    known = false;
  }

  private int useful(int at, int match) {
    boolean useless = match <= 5 && rules.filtered() || match == MIN_MATCH && at - matchStart > FAR;
    return useless ? 0 : match;
  }

  /**
   * Looks along the chain of strings with the same hash for a match longer than {@code atLeast}; of
   * equal ones the nearest wins.
   *
   * @return its length, or 0
   */
  private int search(int at, int atLeast, int end) {
    insert(at);
    int left = end - at;
    if (left < hashBytes) {
      return 0;
    }
    int[] chains = previous;
    int mask = chains.length - 1;
    int candidate = chains[at & mask];
    int longest = Math.min(MAX_MATCH, left);
    if (candidate <= none || at - candidate > maxDistance || atLeast >= longest) {
      return 0;
    }
    int most =
        steps > maxSteps ? 1 : atLeast >= effort.good() ? effort.chain() >> 2 : effort.chain();
    int chain = most;
    int nice = Math.min(effort.nice(), left);
    int limit = Math.max(none, at - farthest);
    if (fours != null && most > 1 && nice > MIN_MATCH) {
      int match = searchFours(at, atLeast, candidate, most, nice, longest, limit);
      if (match > 0 || atLeast >= MIN_MATCH) {
        return match;
      }
      longest = MIN_MATCH;
      nice = MIN_MATCH;
    }
    int best = atLeast;
    short wanted = Strings.two(data, at + best - 1);
    int earlier;
    do {
      earlier = candidate;
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
      candidate = chains[candidate & mask];
    } while (candidate > limit && candidate < earlier && --chain != 0);
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
    int start = Strings.four(data, at);
    int best = atLeast;
    short wanted = Strings.two(data, at + best - 1);
    int candidate = fours.before(at);
    int looked = 0;
    while (candidate > limit || candidate == first) {
      looked++;
      boolean promising = Strings.two(data, candidate + best - 1) == wanted;
      if ((promising || looked % CHECK == 0) && Strings.four(data, candidate) == start) {
        if (fours.strings(candidate, at) > most) {
          break;
        }
        int match = promising ? Strings.common(data, candidate, at, longest) : 0;
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
      candidate = fours.before(candidate);
    }
    steps += looked;
    return best > atLeast ? best : 0;
  }

  /** Puts the strings up to the one at {@code last} at the heads of their chains. */
  private void insert(int last) {
    int end = Math.min(last + 1, length - hashBytes + 1);
    for (; inserted < end; inserted++) {
      int hash = hash(inserted);
      previous[inserted & previous.length - 1] = head[hash];
      head[hash] = inserted;
      if (fours != null) {
        fours.insert(inserted, hash);
      }
    }
  }

  private int hash(int at) {
    int a = data[at] & 255;
    int b = data[at + 1] & 255;
    int c = data[at + 2] & 255;
    if (hashBytes == 3) {
      return (a << 2 * hashShift ^ b << hashShift ^ c) & hashMask;
    }
    int string = a | b << 8 | c << 16 | (data[at + 3] & 255) << 24;
    return string * 0x9E3779B1 >>> 32 - rules.hashBits();
  }

  private int common(int earlier, int most) {
    return Strings.common(data, earlier, position, most);
  }
}
