package io.bytezip.modalities.deflate;

import io.bytezip.modalities.MalformedRecipeException;
import io.bytezip.modalities.deflate.DeflateSettings.Strategy;
import io.bytezip.modalities.deflate.ParsedStream.Block;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the settings whose predictions come closest to a stream. What the tokens give away (how far
 * and how long matches are, how many tokens fill a block) leaves few candidates; these predict the
 * first tokens, and the better they do, the longer they are kept.
 *
 * <p>Memory: at most 1 MiB for each greedy candidate and each kind of table of lazy ones; some 20
 * MiB together.
 */
final class SettingsSearch {
  private static final int[] ROUNDS = {192, 768, 3072, 12_288};

  /** After each round: how many candidates go on, unless more of them are equally good. */
  private static final int[] KEPT = {8, 5, 3, 2};

  /** A candidate goes on if it misses no more than this many and an eighth more than the best. */
  private static final int SLACK = 3;

  /** A table for strings of four bytes is not tried if more than one match in so many has three. */
  private static final int SHORT_MATCHES = 64;

  /** The likely levels first: of equal candidates, the first is tried first. */
  private static final int[] LEVELS = {6, 9, 1, 8, 7, 5, 4, 3, 2};

  /**
   * A way to predict a stream.
   *
   * @param variant as in {@link MatchRules#of}
   */
  record Candidate(DeflateSettings settings, int variant) {
    /** Whether these are zlib's own rules. */
    boolean zlib() {
      return variant == 0;
    }

    /** Whether matches reach where zlib's don't. */
    boolean wholeWindow() {
      return (variant & MatchRules.WHOLE_WINDOW) != 0;
    }

    MatchRules rules() {
      try {
        return MatchRules.of(settings, variant);
      } catch (MalformedRecipeException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * What the search found.
   *
   * @param candidates the best, best first; at least one
   * @param perfect whether they predicted all that they were tried on
   */
  record Result(List<Candidate> candidates, boolean perfect) {}

  /** A candidate at work. */
  private static final class Trial {
    private final Candidate candidate;
    private final TokenPredictor predictor;
    private int misses;

    Trial(Candidate candidate, TokenPredictor predictor) {
      this.candidate = candidate;
      this.predictor = predictor;
    }

    int misses() {
      return misses;
    }

    void predict(int actual, int end) {
      if (predictor.predict(end) != actual) {
        misses++;
      }
      predictor.accept(actual, end);
    }

    void skip(int length, boolean forgets) {
      predictor.skip(length);
      if (forgets) {
        predictor.forget();
      }
    }
  }

  /** What tables of strings have in common that are the same for all lazy searches. */
  private record TableKind(int hashBytes, int hashBits, int windowBits, boolean wholeWindow) {
    static TableKind of(MatchRules rules) {
      return new TableKind(
          rules.hashBytes(), rules.hashBits(), rules.windowBits(), rules.wholeWindow());
    }
  }

  /** Takes candidates along a stream, all together, so that they can share tables of strings. */
  private static final class Walk {
    private final ParsedStream stream;
    private final Map<TableKind, StringTable> tables = new HashMap<>();
    private int block;
    private int token;
    private int predicted;

    Walk(ParsedStream stream) {
      this.stream = stream;
    }

    List<Trial> trials(List<Candidate> candidates) {
      return new ArrayList<>(candidates.stream().map(this::trial).toList());
    }

    private Trial trial(Candidate candidate) {
      MatchRules rules = candidate.rules();
      byte[] plain = stream.plain();
      StringTable table =
          rules.parse() == MatchRules.Parse.LAZY
              ? tables.computeIfAbsent(
                  TableKind.of(rules), kind -> TokenPredictor.table(rules, plain, plain.length))
              : TokenPredictor.table(rules, plain, plain.length);
      return new Trial(candidate, new TokenPredictor(rules, plain, plain.length, table));
    }

    /** Predicts up to so many tokens; false at the end. */
    boolean predict(List<Trial> trials, int tokens) {
      int length = stream.plain().length;
      while (predicted < tokens) {
        if (block == stream.blocks().size()) {
          return false;
        }
        Block current = stream.blocks().get(block);
        if (current.type() == DeflateCodes.STORED) {
          boolean forgets = current.length() == 0 && stream.forgets(block);
          for (Trial trial : trials) {
            trial.skip(current.length(), forgets);
          }
        } else if (token < current.tokens()) {
          int end = stream.flushed(block) ? current.start() + current.length() : length;
          int most = Math.min(current.tokens() - token, tokens - predicted);
          for (int i = 0; i < most; i++) {
            int actual = stream.tokens()[current.firstToken() + token + i];
            for (Trial trial : trials) {
              trial.predict(actual, end);
            }
          }
          token += most;
          predicted += most;
          continue;
        }
        block++;
        token = 0;
      }
      return true;
    }
  }

  private SettingsSearch() {}

  /** Searches. */
  static Result search(ParsedStream stream) {
    TokenStatistics seen = TokenStatistics.of(stream);
    int memLevel = memLevel(stream, seen.mostTokens());
    int usual = seen.mostTokens() < 1 << 14 ? 8 : 9;
    Walk walk = new Walk(stream);
    List<Trial> trials = walk.trials(candidates(stream, seen, memLevel == 0 ? usual : memLevel));
    boolean other = memLevel == 0 && usual == 8 && !seen.beyondZlib();
    boolean more = true;
    for (int round = 0; round < ROUNDS.length && more && trials.size() > 1; round++) {
      more = walk.predict(trials, ROUNDS[round]);
      trials.sort(Comparator.comparingInt(Trial::misses));
      if (other && trials.getFirst().misses > 0) {
        // Where strings collide, a larger table makes a difference.
        other = false;
        Walk behind = new Walk(stream);
        List<Trial> others = behind.trials(candidates(stream, seen, 9));
        behind.predict(others, ROUNDS[round]);
        trials.addAll(others);
        trials.sort(Comparator.comparingInt(Trial::misses));
      }
      int fewest = trials.getFirst().misses;
      int most = fewest + fewest / 8 + SLACK;
      trials.removeIf(trial -> trial.misses > most);
      int kept = KEPT[round];
      while (kept < trials.size() && trials.get(kept).misses == fewest) {
        kept++;
      }
      trials = new ArrayList<>(trials.subList(0, Math.min(kept, trials.size())));
    }
    int best = trials.getFirst().misses;
    trials.removeIf(trial -> trial.misses > best + SLACK);
    return new Result(trials.stream().map(trial -> trial.candidate).toList(), best == 0);
  }

  private static List<Candidate> candidates(
      ParsedStream stream, TokenStatistics seen, int memLevel) {
    List<Candidate> candidates = new ArrayList<>();
    boolean large = seen.mostTokens() >= 1 << 14;
    if (seen.matches() == 0) {
      candidates.add(candidate(6, memLevel, Strategy.HUFFMAN_ONLY, 15, 0));
    } else if (seen.farthest() == 1) {
      candidates.add(candidate(6, memLevel, Strategy.RLE, 15, 0));
    }
    int whole = seen.beyondZlib() ? MatchRules.WHOLE_WINDOW : 0;
    int near = windowBits(seen.farthest());
    boolean small = near < 15 && stream.plain().length > 1 << near;
    for (int level : LEVELS) {
      addLevel(candidates, seen, level, memLevel, 15, whole);
      if (large) {
        candidates.add(candidate(level, 8, Strategy.DEFAULT, 15, whole | MatchRules.LARGE_BLOCKS));
      }
      if (small) {
        addLevel(candidates, seen, level, memLevel, near, whole);
      }
    }
    return candidates;
  }

  /**
   * What to try when a candidate does well but not perfectly: unusual sizes of the table of
   * strings, which show only where strings collide.
   */
  static List<Candidate> relatives(ParsedStream stream, Candidate candidate) {
    List<Candidate> relatives = new ArrayList<>();
    int most = stream.blocks().stream().mapToInt(Block::tokens).max().orElse(0);
    DeflateSettings settings = candidate.settings;
    for (int memLevel = 9; memLevel > 0; memLevel--) {
      if (memLevel != settings.memLevel() && most < 1 << memLevel + 6) {
        relatives.add(
            candidate(
                settings.level(),
                memLevel,
                settings.strategy(),
                settings.windowBits(),
                candidate.variant));
      }
    }
    return relatives;
  }

  private static void addLevel(
      List<Candidate> candidates,
      TokenStatistics seen,
      int level,
      int memLevel,
      int windowBits,
      int variant) {
    if (level > 3 && seen.shortest() > 5) {
      candidates.add(candidate(level, memLevel, Strategy.FILTERED, windowBits, variant));
    }
    candidates.add(candidate(level, memLevel, Strategy.DEFAULT, windowBits, variant));
    if (seen.ofThree() <= seen.matches() / SHORT_MATCHES && seen.matches() > 0) {
      int four = variant | MatchRules.HASH_OF_FOUR;
      candidates.add(candidate(level, memLevel, Strategy.DEFAULT, windowBits, four));
    }
  }

  private static Candidate candidate(
      int level, int memLevel, Strategy strategy, int windowBits, int variant) {
    return new Candidate(new DeflateSettings(level, memLevel, strategy, windowBits), variant);
  }

  /** The smallest window in which zlib finds so distant matches. */
  private static int windowBits(int farthest) {
    int bits = 9;
    while (bits < 15 && farthest > (1 << bits) - TokenPredictor.MIN_LOOKAHEAD) {
      bits++;
    }
    return bits;
  }

  /** zlib's blocks are full with a power of two of tokens, less one; 0 if none is full. */
  private static int memLevel(ParsedStream stream, int mostTokens) {
    for (Block block : stream.blocks()) {
      int full = block.tokens() + 1;
      // A flush may end a block at such a number by chance.
      boolean longest = block.tokens() == mostTokens;
      if (longest
          && !block.last()
          && Integer.bitCount(full) == 1
          && full >= 1 << 7
          && full <= 1 << 15) {
        return Integer.numberOfTrailingZeros(full) - 6;
      }
    }
    return 0;
  }
}
