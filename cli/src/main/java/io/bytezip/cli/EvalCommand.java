package io.bytezip.cli;

import io.bytezip.codec.CompressOptions;
import io.bytezip.eval.EvalOptions;
import io.bytezip.eval.Evaluation;
import io.bytezip.eval.Report;
import io.bytezip.eval.ReportCsv;
import io.bytezip.eval.ReportJson;
import io.bytezip.eval.ReportTable;
import io.bytezip.modelzoo.Catalogue;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bytezip eval}. */
@Command(
    name = "eval",
    description =
        "Compress every file under DIR by bytezip and by others, and report the ratios by"
            + " modality.")
final class EvalCommand implements Callable<ExitCode> {
  private final Host host;

  @Option(names = "--json", description = "Report as JSON.")
  boolean json;

  @Option(names = "--csv", description = "Report as CSV.")
  boolean csv;

  @Option(
      names = "--max-files",
      paramLabel = "N",
      defaultValue = "0",
      description = "At most N files of each modality, evenly spaced; 0, the default, means all.")
  int maxFiles;

  @Option(
      names = "--max-bytes",
      paramLabel = "N",
      defaultValue = "0",
      description = "At most about N raw bytes of each modality; 0, the default, means all.")
  long maxBytes;

  @Option(
      names = "--reference",
      description = "Also run the reference programs (flac, xz, ...) that are on the PATH.")
  boolean reference;

  @Option(names = "--verify", description = "Decode every archive and compare.")
  boolean verify;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "A model's name, file or hash; used for all that it reads.")
  String model;

  @Mixin LevelOptions level = new LevelOptions();

  @Option(
      names = {"-T", "--threads"},
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads; 0, the default, means as many as there are cores.")
  int threads;

  @Option(
      names = {"-q", "--quiet"},
      description = "Do not tell the file at hand.")
  boolean quiet;

  @Parameters(paramLabel = "DIR", description = "A folder, or one file.")
  String folder;

  EvalCommand(Host host) {
    this.host = host;
  }

  @Override
  public ExitCode call() throws UsageException {
    if (json && csv) {
      throw new UsageException("--json and --csv exclude each other");
    }
    if (threads < 0 || maxFiles < 0 || maxBytes < 0) {
      throw new UsageException("-T, --max-files and --max-bytes must not be negative");
    }
    CompressOptions compress =
        level.apply(CompressOptions.DEFAULTS).withThreads(Settings.threads(threads));
    Reporter reporter = new Reporter(host, quiet);
    try {
      Report report = evaluate(compress);
      StringBuilder text = new StringBuilder();
      if (json) {
        ReportJson.print(report, text);
      } else if (csv) {
        ReportCsv.print(report, text);
      } else {
        ReportTable.print(report, text);
      }
      reporter.print(text.toString());
      if (report.mismatches() > 0) {
        reporter.fail(
            folder,
            new Failure(
                ExitCode.ERROR,
                report.mismatches() + " archives do not decode to their input, which is a bug"));
      } else if (!report.problems().isEmpty()) {
        reporter.warn(folder, report.problems().size() + " problems; the report names them");
      }
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      reporter.fail(folder, e);
    }
    return reporter.worst();
  }

  private Report evaluate(CompressOptions compress) throws IOException {
    Optional<String> chosen = Optional.ofNullable(model);
    Catalogue models = new Models(host, chosen).get();
    EvalOptions options =
        EvalOptions.DEFAULTS
            .withCompress(compress)
            .withMaxFiles(maxFiles)
            .withMaxBytes(maxBytes)
            .withReference(reference)
            .withVerify(verify);
    return new Evaluation(models, options, this::tell)
        .run(Path.of(folder), host.environment().getOrDefault("PATH", ""));
  }

  private void tell(int done, int total, String file) {
    if (host.terminals().err() && !quiet) {
      PrintStream err = host.err();
      int width = host.terminals().columns() - 1;
      String line = (done + 1) + "/" + total + " " + file;
      err.print("\r" + String.format("%-" + width + "." + width + "s", line) + "\r");
      err.flush();
    }
  }
}
