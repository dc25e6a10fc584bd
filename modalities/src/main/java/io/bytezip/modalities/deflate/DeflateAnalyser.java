package io.bytezip.modalities.deflate;

import io.bytezip.modalities.MalformedRecipeException;
import io.bytezip.modalities.deflate.SettingsSearch.Candidate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Takes deflate streams apart. A stream of zlib's making is described by zlib's settings; of any
 * other encoder, by the settings that come closest and by corrections.
 *
 * <p>Memory: what {@link StreamParser} takes for the plain bytes and tokens, and some 20 MiB.
 */
public final class DeflateAnalyser {
  /** Corrections may take a share of the stream, and a few bytes in any case. */
  private static final int MAX_SHARE = 5;

  private static final int SMALL = 16;

  /**
   * With more than a tenth of the corrections allowed, it is another encoder, not another table.
   */
  private static final int MUCH = 10;

  /** So many equally good candidates are tried with corrections. */
  private static final int MOST_CORRECTED = 3;

  /** The corrections that a candidate needs. */
  private record Attempt(Candidate candidate, byte[] corrections, Race race) {}

  private DeflateAnalyser() {}

  /**
   * Takes a stream apart. One that is described by settings alone has been put together again and
   * compared; corrections come from the very pass that reads them, and whoever stores what they
   * make compares it as a whole.
   *
   * @param offset where the stream begins: behind a zlib or gzip header
   * @param length how many bytes there are from there on; the stream may end earlier
   * @param maxPlain how many bytes it may inflate to
   * @return empty unless a sound stream begins there, makes no more bytes, and its corrections are
   *     small
   */
  public static Optional<Inflated> analyse(byte[] bytes, int offset, int length, int maxPlain) {
    ParsedStream stream = StreamParser.parse(bytes, offset, length, maxPlain);
    if (stream == null) {
      return Optional.empty();
    }
    SettingsSearch.Result found = SettingsSearch.search(stream);
    Recreation recreation =
        found.perfect() ? exact(stream, found.candidates(), bytes, offset) : null;
    if (recreation == null) {
      recreation = corrected(stream, found.candidates());
    }
    return recreation == null
        ? Optional.empty()
        : Optional.of(new Inflated(stream.plain(), stream.size(), recreation));
  }

  /** The first settings that need no corrections, or null. */
  private static Recreation exact(
      ParsedStream stream, List<Candidate> candidates, byte[] bytes, int offset) {
    for (Candidate candidate : candidates) {
      Recreation recreation = new Recreation(candidate.settings(), new byte[0]);
      if (candidate.zlib() && rebuilds(stream, recreation, bytes, offset)) {
        return recreation;
      }
    }
    return null;
  }

  /** The settings that need the fewest corrections; null if all need many. */
  private static Recreation corrected(ParsedStream stream, List<Candidate> candidates) {
    int limit = stream.size() / MAX_SHARE + SMALL;
    int few = Math.min(candidates.size(), MOST_CORRECTED);
    Attempt best = best(stream, candidates.subList(0, 1), null, limit);
    // Of another encoder's stream, candidates that are as good would need as much.
    if (best == null || best.corrections.length < limit / MUCH) {
      best = best(stream, candidates.subList(1, few), best, limit);
    }
    if (best != null
        && best.corrections.length > 0
        && best.corrections.length < limit / MUCH
        && !best.candidate.wholeWindow()) {
      best = best(stream, SettingsSearch.relatives(stream, best.candidate), best, limit);
    }
    return best == null ? null : new Recreation(best.candidate.settings(), best.corrections);
  }

  /** The first exact candidate, else the one with the fewest corrections; null if all have many. */
  private static Attempt best(
      ParsedStream stream, List<Candidate> candidates, Attempt first, int mostCorrections) {
    Attempt best = first;
    for (Candidate candidate : candidates) {
      int limit = best == null ? mostCorrections : best.corrections.length - 1;
      Race race = best == null ? Race.alone(stream) : best.race.challenger();
      byte[] corrections = corrections(stream, candidate, limit, race);
      if (corrections != null) {
        best = new Attempt(candidate, corrections, race);
        if (corrections.length == 0) {
          break;
        }
      }
    }
    return best;
  }

  /** Null if there are too many. */
  private static byte[] corrections(
      ParsedStream stream, Candidate candidate, int limit, Race race) {
    MatchRules rules = candidate.rules();
    for (boolean storedPredicted : new boolean[] {true, false}) {
      BitEncoder coder = new BitEncoder(Contexts.COUNT);
      if (CorrectedDeflate.correct(rules, stream, storedPredicted, coder, limit, race)) {
        if (!coder.ones() && candidate.zlib()) {
          return new byte[0];
        }
        byte[] coded = coder.finish();
        byte[] corrections = new byte[1 + coded.length];
        corrections[0] = (byte) candidate.variant();
        System.arraycopy(coded, 0, corrections, 1, coded.length);
        return corrections.length <= limit ? corrections : null;
      }
      if (race.lost() || coder.size() > limit) {
        return null;
      }
    }
    return null;
  }

  private static boolean rebuilds(
      ParsedStream stream, Recreation recreation, byte[] bytes, int offset) {
    Comparison comparison = new Comparison(bytes, offset, stream.size());
    try {
      byte[] plain = stream.plain();
      DeflateRestorer.restore(plain, 0, plain.length, recreation, comparison);
      return comparison.complete();
    } catch (MalformedRecipeException e) {
      return false;
    }
  }

  /** Takes a stream only as long as it is the expected one. */
  private static final class Comparison implements DeflateSink {
    private final byte[] expected;
    private int position;
    private final int end;

    Comparison(byte[] expected, int offset, int length) {
      this.expected = expected;
      position = offset;
      end = offset + length;
    }

    @Override
    public boolean accept(byte[] bytes, int length) {
      int start = position;
      position += length;
      return position <= end && Arrays.equals(bytes, 0, length, expected, start, position);
    }

    boolean complete() {
      return position == end;
    }
  }
}
