package io.bytezip.cli;

import io.bytezip.eval.ContextReport;
import io.bytezip.eval.ContextScan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bytezip context}. */
@Command(
    name = "context",
    description =
        "Tell what more context is worth to the transformer alone: bits a byte by how many bytes of"
            + " its window come before, over the files under DIR. Pictures and recordings are taken"
            + " as their pixels and samples.")
final class ContextCommand implements Callable<ExitCode> {
  private final Host host;

  @Mixin ModelOption chosen;

  @Mixin EvaluationOptions data;

  @Mixin WindowOptions windows;

  @Option(
      names = "--raw",
      description =
          "Pictures and recordings as plain bytes, without headers: interleaved samples, PCM.")
  boolean raw;

  @Option(names = "--plot", paramLabel = "FILE.png", description = "Draw the curves, too.")
  String plot;

  ContextCommand(Host host) {
    this.host = host;
  }

  @Override
  public ExitCode call() throws UsageException {
    windows.check();
    data.check();
    Reporter reporter = new Reporter(host, data.quiet);
    try {
      FileNotice notice = new FileNotice(host, data.quiet);
      ContextReport report =
          new ContextScan(chosen.models(host), data.files(), windows.window, raw, notice)
              .run(Path.of(data.folder));
      notice.clear();
      windows.tell(report, data.folder, reporter);
      if (plot != null) {
        draw(report, reporter);
      }
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      reporter.fail(data.folder, e);
    }
    return reporter.worst();
  }

  private void draw(ContextReport report, Reporter reporter) {
    try {
      if (report.curves().isEmpty()) {
        throw new IOException("there is nothing to draw");
      }
      report.draw(Path.of(plot));
    } catch (IOException e) {
      reporter.fail(plot, e);
    } catch (LinkageError | InternalError e) {
      // A Java without graphics.
      reporter.fail(plot, new IOException("this Java cannot draw: " + e));
    }
  }
}
