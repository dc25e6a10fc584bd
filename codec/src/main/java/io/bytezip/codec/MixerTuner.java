package io.bytezip.codec;

import io.bytezip.codec.mix.Effort;
import io.bytezip.codec.mix.Experience;
import io.bytezip.codec.mix.MixerOptions;
import io.bytezip.codec.mix.MixerPart;
import io.bytezip.codec.mix.MixerStart;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.Segment;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Learns what a mixer begins with, from short pieces of training data. Deterministic.
 *
 * <ol>
 *   <li>A primer, if one is wanted: of some, the best on other pieces.
 *   <li>Maps: what histories, probabilities and runs have meant, over all pieces.
 *   <li>Weights: all pieces are coded from the present start, which then moves to the mean of the
 *       weights, probability maps and histograms that they end with, each by how often it was used;
 *       some rounds (like Reptile, Nichol et al., arXiv 1803.02999).
 *   <li>Rates, and as how many uses the maps count: tried up and down, on other pieces; then the
 *       weights once more.
 * </ol>
 *
 * <p>Memory: with a transformer 512 bytes for each byte of all pieces.
 */
public final class MixerTuner {
  private static final int PRIMERS = 6;
  private static final int SNIPPET = 256;

  /** Bits that an archive takes besides; with them, pieces of next to nothing decide nothing. */
  private static final int ARCHIVE = 256;

  private static final float FIRST_USES = 30;
  private static final float[] USES = {4, 30, 255};
  private static final Set<MixerPart> MAPS =
      Set.of(MixerPart.HISTORIES, MixerPart.PROBABILITIES, MixerPart.RUNS, MixerPart.USES);
  private static final Set<MixerPart> WEIGHTS =
      Set.of(
          MixerPart.WEIGHTS,
          MixerPart.LAST,
          MixerPart.RATES,
          MixerPart.REFINEMENTS,
          MixerPart.HISTOGRAMS);

  /** Of the rates, those that matter at a start: how much is added, and how soon it fades. */
  private static final int[] SEARCHED_RATES = {1, 2};

  private final NamedModel model;
  private final int rounds;
  private final Consumer<String> log;

  /**
   * @param model the transformer beside which the mixer works, or {@code null}
   * @param rounds how often the weights move before the search; half as often after it
   * @param log is told what is going on, line by line
   */
  public MixerTuner(NamedModel model, int rounds, Consumer<String> log) {
    if (rounds < 1) {
      throw new IllegalArgumentException(rounds + " rounds");
    }
    this.model = model;
    this.rounds = rounds;
    this.log = log;
  }

  /**
   * Learns the start for one kind of data.
   *
   * @param kind what to call it
   * @param primer how many bytes of data contexts have seen before, 0 to 16 KiB
   * @param snippets pieces that the primer is cut from; not needed without one
   * @param training pieces to learn from, all of one kind of layout
   * @param held pieces to measure by
   * @return the start; {@link MixerStart#NONE} where formulas are better on the pieces held out
   */
  public MixerStart tune(
      String kind, int primer, List<Segment> snippets, List<Segment> training, List<Segment> held) {
    List<Piece> lessons = training.stream().map(this::piece).toList();
    List<Piece> trials = held.stream().map(this::piece).toList();
    Layout layout = training.getFirst().layout();
    double[] formulas = trials.stream().mapToDouble(trial -> trial.bits(MixerStart.NONE)).toArray();
    MixerStart start =
        primer == 0 ? MixerStart.NONE : primer(kind, primer, snippets, trials, formulas);
    MixerStart primed = start;
    Experience first = new Experience(layout, model != null);
    lessons.forEach(lesson -> lesson.learn(primed, first));
    if (first.knows(MixerPart.USES)) {
      start = first.move(start, MAPS, 1);
      start = uses(start, new float[] {FIRST_USES, FIRST_USES, FIRST_USES});
      tell(kind, "maps", score(trials, formulas, start));
    }
    for (int i = 0; i < rounds; i++) {
      start = round(layout, lessons, start, i < 2 ? 1 : 0.6);
      tell(kind, "round " + (i + 1), score(trials, formulas, start));
    }
    start = search(kind, trials, formulas, start);
    for (int i = 0; i < rounds / 2; i++) {
      start = round(layout, lessons, start, 0.5);
      tell(kind, "last round " + (i + 1), score(trials, formulas, start));
    }
    double score = score(trials, formulas, start);
    for (int i = 0; i < trials.size(); i++) {
      Segment segment = trials.get(i).segment;
      double bits = trials.get(i).bits(start);
      int length = segment.bytes().length;
      log.accept(
          String.format(
              Locale.ROOT,
              "%s: held out, %d bytes: %.4f bits a byte, was %.4f",
              kind,
              length,
              bits / length,
              formulas[i] / length));
    }
    return score < 1 ? start : MixerStart.NONE;
  }

  /** The best of some primers, each made of snippets of different pieces, or none if none helps. */
  private MixerStart primer(
      String kind, int bytes, List<Segment> snippets, List<Piece> trials, double[] formulas) {
    MixerStart best = MixerStart.NONE;
    double least = score(trials, formulas, best);
    SplittableRandom random = new SplittableRandom(bytes);
    for (int i = 0; i < PRIMERS; i++) {
      float[] primer = new float[bytes];
      for (int at = 0; at < bytes; ) {
        byte[] piece = snippets.get(random.nextInt(snippets.size())).bytes();
        int length = Math.min(Math.min(SNIPPET, bytes - at), piece.length);
        int from = random.nextInt(piece.length - length + 1);
        for (int j = 0; j < length; j++) {
          primer[at++] = piece[from + j] & 255;
        }
      }
      MixerStart next = MixerStart.NONE.with(MixerPart.PRIMER, primer);
      double score = score(trials, formulas, next);
      if (score < least) {
        best = next;
        least = score;
      }
    }
    tell(kind, "primer", least);
    return best;
  }

  private MixerStart round(Layout layout, List<Piece> lessons, MixerStart start, double step) {
    Experience experience = new Experience(layout, model != null);
    lessons.forEach(lesson -> lesson.learn(start, experience));
    return experience.move(start, WEIGHTS, step);
  }

  private MixerStart search(String kind, List<Piece> trials, double[] formulas, MixerStart before) {
    MixerStart best = before;
    double least = score(trials, formulas, best);
    for (int rate : SEARCHED_RATES) {
      for (float factor : new float[] {0.5f, 2}) {
        boolean better = true;
        while (better) {
          float[] rates = best.get(MixerPart.RATES).clone();
          rates[rate] *= factor;
          MixerStart next = best.with(MixerPart.RATES, rates);
          double score = score(trials, formulas, next);
          better = rates[rate] <= 1 && score < least;
          if (better) {
            best = next;
            least = score;
          }
        }
      }
    }
    if (best.get(MixerPart.USES) != null) {
      for (int map = 0; map < best.get(MixerPart.USES).length; map++) {
        for (float count : USES) {
          float[] uses = best.get(MixerPart.USES).clone();
          uses[map] = count;
          MixerStart next = uses(best, uses);
          double score = score(trials, formulas, next);
          if (score < least) {
            best = next;
            least = score;
          }
        }
      }
    }
    tell(kind, "rates", least);
    return best;
  }

  private static MixerStart uses(MixerStart start, float[] uses) {
    return start.with(MixerPart.USES, uses);
  }

  /** The mean, over pieces, of bits against bits by formulas. */
  private static double score(List<Piece> trials, double[] formulas, MixerStart start) {
    double sum = 0;
    for (int i = 0; i < formulas.length; i++) {
      sum += (trials.get(i).bits(start) + ARCHIVE) / (formulas[i] + ARCHIVE);
    }
    return sum / formulas.length;
  }

  private void tell(String kind, String what, double score) {
    log.accept(
        String.format(Locale.ROOT, "%s: %s: %.4f of the bits by formulas", kind, what, score));
  }

  private Piece piece(Segment segment) {
    return new Piece(
        segment,
        model == null ? null : new RecordedOpener(new PredictorSource.EngineOpener(model)));
  }

  /** A piece of data, and what the transformer says of it. */
  private record Piece(Segment segment, RecordedOpener opener) {
    private static final MixerOptions OPTIONS =
        new MixerOptions(Effort.FULL, 24, MixerOptions.LEARNED);

    double bits(MixerStart start) {
      return run(start, null);
    }

    void learn(MixerStart start, Experience experience) {
      run(start, experience);
    }

    private double run(MixerStart start, Experience experience) {
      Layout layout = segment.layout();
      byte[] bytes = segment.bytes();
      int lanes =
          opener == null
              ? 1
              : Math.clamp(layout.maxLanes(bytes.length), 1, CompressOptions.MAX_LANES);
      DecisionMeter meter = new DecisionMeter();
      LaneCoder coder = new LaneCoder(meter, coded -> true);
      try {
        coder.code(
            layout, layout.open(bytes, new byte[bytes.length], lanes), opener, OPTIONS, start, 1);
      } catch (CorruptArchiveException e) {
        throw new IllegalStateException(e);
      }
      if (experience != null) {
        experience.add(coder.mixer());
      }
      return meter.bits();
    }
  }
}
