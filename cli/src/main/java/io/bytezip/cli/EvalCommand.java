package io.bytezip.cli;

import io.bytezip.codec.CompressOptions;
import io.bytezip.codec.CompressOptions.Profile;
import io.bytezip.eval.EvalOptions;
import io.bytezip.eval.Evaluation;
import io.bytezip.eval.FrontPlot;
import io.bytezip.eval.Launcher;
import io.bytezip.eval.Report;
import io.bytezip.eval.Report.By;
import io.bytezip.eval.ReportCsv;
import io.bytezip.eval.ReportJson;
import io.bytezip.eval.ReportTable;
import io.bytezip.eval.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bytezip eval}. */
@Command(
    name = "eval",
    description =
        "Compress every file under DIR by bytezip and by others, and report ratios and speeds, by"
            + " modality unless told otherwise.")
final class EvalCommand implements Callable<ExitCode> {
  private static final String LAUNCHER = "BYTEZIP_LAUNCHER";

  private final Host host;

  @Mixin ModelOption chosen;

  @Mixin EvaluationOptions data;

  @Option(names = "--json", description = "Report as JSON.")
  boolean json;

  @Option(names = "--csv", description = "Report as CSV.")
  boolean csv;

  @Option(
      names = "--reference",
      description = "Also run the reference programs (flac, xz, ...) that are on the PATH.")
  boolean reference;

  @Option(names = "--verify", description = "Decode every archive and compare.")
  boolean verify;

  @Option(
      names = "--as-is",
      description =
          "Compress pictures and recordings as the files that they are, whatever their format, and"
              + " damaged ones, too; by default they are decoded to PNM and WAV first. With"
              + " --verify --by file: whether all files under DIR come back byte for byte.")
  boolean asIs;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      split = ",",
      description =
          "mixed: a transformer and models that learn from the file (default); frozen: the"
              + " transformer alone; adaptive: without a transformer. Several, with commas, are"
              + " compared side by side, the last against the best of those before it.")
  List<Profile> profiles = new ArrayList<>();

  @Option(
      names = "--level",
      paramLabel = "N",
      split = ",",
      description = "Levels 1 to 9, one or several with commas, beside the profiles named.")
  List<Integer> levels = new ArrayList<>();

  @Option(
      names = "--prefix",
      paramLabel = "N",
      split = ",",
      description =
          "Instead of whole files, the first N bytes of each file of text and others that is long"
              + " enough; several, with commas.")
  List<Integer> prefixes = new ArrayList<>();

  @Option(
      names = "--by",
      paramLabel = "ROWS",
      split = ",",
      description =
          "What the rows of the tables are: modality (default), set (the folder of a file) or file;"
              + " several, with commas.")
  List<By> by = new ArrayList<>();

  @Option(
      names = "--process",
      description =
          "Run bytezip as a process, as the reference programs, and measure wall time in both"
              + " directions and, where GNU time is on the PATH, peak memory.")
  boolean process;

  @Option(
      names = "--plot",
      paramLabel = "FILE.png",
      description =
          "Draw ratios against speeds of compression, a picture FILE-MODALITY.png for each"
              + " modality.")
  String plot;

  @Option(
      names = {"-T", "--threads"},
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads; 0, the default, means as many as there are cores.")
  int threads;

  EvalCommand(Host host) {
    this.host = host;
  }

  @Override
  public ExitCode call() throws UsageException {
    check();
    Reporter reporter = new Reporter(host, data.quiet);
    try {
      Report report = evaluate();
      StringBuilder text = new StringBuilder();
      if (json) {
        ReportJson.print(report, text);
      } else if (csv) {
        ReportCsv.print(report, text);
      } else {
        ReportTable.print(report, by.isEmpty() ? List.of(By.MODALITY) : by, text);
      }
      reporter.printHarmless(text.toString());
      if (plot != null) {
        draw(report, reporter);
      }
      if (report.mismatches() > 0) {
        reporter.fail(
            data.folder,
            new Failure(
                ExitCode.ERROR,
                report.mismatches() + " archives do not decode to their input, which is a bug"));
      } else if (!report.problems().isEmpty()) {
        reporter.warn(data.folder, report.problems().size() + " problems; the report names them");
      }
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      reporter.fail(data.folder, e);
    }
    return reporter.worst();
  }

  private void check() throws UsageException {
    if (json && csv) {
      throw new UsageException("--json and --csv exclude each other");
    }
    data.check();
    if (threads < 0) {
      throw new UsageException("-T must not be negative");
    }
    if (prefixes.stream().anyMatch(prefix -> prefix < 1)) {
      throw new UsageException("--prefix: a prefix has 1 byte or more");
    }
    if (!prefixes.isEmpty() && data.maxBytes > 0) {
      throw new UsageException("--prefix and --max-bytes exclude each other");
    }
    if (data.sample != null && !prefixes.isEmpty()) {
      throw new UsageException("--sample excludes --prefix");
    }
    if (profiles.stream().distinct().count() < profiles.size()
        || levels.stream().distinct().count() < levels.size()) {
      throw new UsageException("--profile, --level: the same one twice");
    }
    if (levels.stream().anyMatch(level -> level < 1 || level > 9)) {
      throw new UsageException("--level: levels are 1 to 9");
    }
    if (process && !host.environment().containsKey(LAUNCHER)) {
      throw new UsageException("--process needs the launcher: ./bytezip eval --process");
    }
  }

  private Report evaluate() throws IOException {
    EvalOptions options =
        data.files()
            .withVariants(variants())
            .withPrefixes(prefixes)
            .withReference(reference)
            .withLauncher(process ? Optional.of(launcher()) : Optional.empty())
            .withVerify(verify)
            .withAsIs(asIs);
    FileNotice notice = new FileNotice(host, data.quiet);
    Report report =
        new Evaluation(chosen.models(host), options, notice)
            .run(Path.of(data.folder), host.environment().getOrDefault("PATH", ""));
    notice.clear();
    return report;
  }

  private void draw(Report report, Reporter reporter) {
    try {
      FrontPlot.draw(report, Path.of(plot));
    } catch (IOException e) {
      reporter.fail(plot, e);
    } catch (LinkageError | InternalError e) {
      // A Java without graphics.
      reporter.fail(plot, new IOException("this Java cannot draw: " + e));
    }
  }

  /** The ways to compress that are compared. */
  private List<Variant> variants() {
    CompressOptions options = CompressOptions.DEFAULTS.withThreads(Settings.threads(threads));
    List<Variant> variants = new ArrayList<>();
    boolean none = profiles.isEmpty() && levels.isEmpty();
    for (Profile profile : none ? List.of(options.profile()) : profiles) {
      String name = profile.name().toLowerCase(Locale.ROOT);
      variants.add(new Variant(name, options.withProfile(profile), List.of("--profile", name)));
    }
    for (int level : levels) {
      String name = "-" + level;
      variants.add(new Variant(name, options.withLevel(level), List.of(name)));
    }
    return variants;
  }

  private Launcher launcher() {
    List<String> arguments = new ArrayList<>(List.of("-T", "" + Settings.threads(threads)));
    if (chosen.model != null) {
      // A file's path must hold in the folder where the processes run.
      Path file = Path.of(chosen.model);
      arguments.addAll(
          List.of("--model", Files.exists(file) ? file.toAbsolutePath().toString() : chosen.model));
    }
    return new Launcher(Path.of(host.environment().get(LAUNCHER)), arguments);
  }
}
