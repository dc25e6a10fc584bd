package io.bytezip.cli;

import io.bytezip.codec.MixerTuner;
import io.bytezip.codec.NamedModel;
import io.bytezip.codec.mix.MixerOptions;
import io.bytezip.codec.mix.MixerStart;
import io.bytezip.codec.mix.MixerStarts;
import io.bytezip.eval.Lessons;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.Segment;
import io.bytezip.modelzoo.ModelFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bytezip tune}. */
@Command(
    name = "tune",
    description = {
      "Learn what the mixer begins with from folders of training data, so that short files profit:"
          + " weights, rates, maps, histograms and, of texts without a model, a primer. With"
          + " --model, writes a copy of the model that holds it; with --adaptive, the start of the"
          + " program itself, for mixers without a transformer.",
      "",
      "The same files, options and seed give the same bytes. Every fifth file of a folder is held"
          + " out; what is better by formulas there keeps them.",
    })
final class TuneCommand implements Callable<ExitCode> {
  /** Enough that a primer rarely has one of them twice. */
  private static final int PRIMER_SNIPPETS = 400;

  private final Host host;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "The model's file. Its weights are written as float16, 8-bit integers as such.")
  Path model;

  @Option(names = "--adaptive", description = "Without a transformer.")
  boolean adaptive;

  @Option(
      names = "--data",
      paramLabel = "KIND=DIR",
      required = true,
      description =
          "A folder of at least five files; KIND is text, bytes, image or audio. May be given"
              + " several times.")
  Map<String, Path> data = new LinkedHashMap<>();

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file to write.")
  Path out;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite the file.")
  boolean force;

  @Option(
      names = "--pieces",
      paramLabel = "N",
      defaultValue = "60",
      description = "Pieces of each kind to learn from; default 60.")
  int pieces;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "4",
      description = "How often all pieces are coded to learn weights; default 4.")
  int rounds;

  @Option(
      names = "--primer",
      paramLabel = "N",
      defaultValue = "16384",
      description =
          "With --adaptive, how many bytes of text contexts and matches have seen before; default,"
              + " and at most, 16384.")
  int primer;

  @Option(
      names = "--primer-from",
      paramLabel = "DIR",
      description =
          "A folder whose files this text is cut from, instead of those of --data: it becomes part"
              + " of the start, and so of what is distributed.")
  Path primerFrom;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Chooses other pieces; default 1.")
  long seed;

  TuneCommand(Host host) {
    this.host = host;
  }

  @Override
  public ExitCode call() throws UsageException {
    if (adaptive == (model != null)) {
      throw new UsageException("either --model or --adaptive");
    }
    if (pieces < 1 || rounds < 1) {
      throw new UsageException("--pieces and --rounds must be positive");
    }
    if (primer < 0 || primer > MixerStarts.MAX_PRIMER) {
      throw new UsageException("--primer is from 0 to " + MixerStarts.MAX_PRIMER);
    }
    for (String kind : data.keySet()) {
      if (!List.of("text", "bytes", "image", "audio").contains(kind)) {
        throw new UsageException("--data " + kind + ": text, bytes, image and audio are known");
      }
    }
    if (primerFrom != null && !(adaptive && primer > 0 && data.containsKey("text"))) {
      throw new UsageException("--primer-from is for --adaptive with --data text=DIR");
    }
    Reporter reporter = new Reporter(host, false);
    try (Replacement replacement = new Replacement(out, force, false, host.temporaries())) {
      tune(replacement, reporter);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      reporter.fail("tune", e);
    }
    return reporter.worst();
  }

  private void tune(Replacement replacement, Reporter reporter) throws IOException {
    ModelFile file = adaptive ? null : ModelFile.load(model);
    NamedModel named = adaptive ? null : file.named();
    MixerStarts starts = MixerStarts.NONE;
    MixerTuner tuner = new MixerTuner(named, rounds, line -> reporter.note("tune", line));
    for (Map.Entry<String, Path> entry : data.entrySet()) {
      boolean text = entry.getKey().equals("text");
      boolean plain = text || entry.getKey().equals("bytes");
      Lessons lessons = Lessons.of(entry.getValue(), plain, pieces, seed);
      Layout layout = lessons.training().getFirst().layout();
      if (named != null && !named.reads(layout)) {
        throw new IOException(named.name() + " does not read " + entry.getKey());
      }
      String kind =
          MixerStarts.kind(layout, text ? MixerOptions.LEARNED_FOR_TEXT : MixerOptions.LEARNED);
      boolean primed = text && adaptive && primer > 0;
      List<Segment> snippets =
          primed && primerFrom != null
              ? Lessons.snippets(primerFrom, PRIMER_SNIPPETS, seed)
              : lessons.training();
      MixerStart start =
          tuner.tune(kind, primed ? primer : 0, snippets, lessons.training(), lessons.held());
      if (start.isEmpty()) {
        reporter.note("tune", kind + ": formulas are better");
      } else {
        starts = starts.with(kind, start);
      }
    }
    OutputStream stream = new BufferedOutputStream(replacement.out());
    if (adaptive) {
      starts.write(stream);
    } else {
      ModelFile.writeWithStarts(model, starts, stream);
    }
    stream.flush();
    replacement.sync();
    replacement.publish(Optional.empty(), Optional.empty());
    reporter.note(
        "tune",
        Reporter.count(starts.parameters())
            + " numbers, written to "
            + out
            + (adaptive ? "" : ", SHA-256 " + ModelFile.load(out).sha256()));
  }
}
