package io.bytezip.cli;

import io.bytezip.eval.ContextScan;
import io.bytezip.eval.Findings;
import java.io.IOException;
import picocli.CommandLine.Option;

/** Options of the commands that measure transformers in windows, and how they tell the findings. */
final class WindowOptions {
  @Option(
      names = "--window",
      paramLabel = "N",
      defaultValue = "4096",
      description =
          "Bytes after which the model begins anew, 1 to 65536; 4096 by default. What is shorter is"
              + " not measured.")
  int window;

  @Option(names = "--json", description = "Report as JSON.")
  boolean json;

  void check() throws UsageException {
    if (window < 1 || window > ContextScan.MAX_WINDOW) {
      throw new UsageException("--window: 1 to " + ContextScan.MAX_WINDOW + " bytes");
    }
  }

  /**
   * Prints, and warns of problems.
   *
   * @param folder what was measured
   */
  void tell(Findings findings, String folder, Reporter reporter) throws IOException {
    StringBuilder text = new StringBuilder();
    if (json) {
      findings.printJson(text);
    } else {
      findings.print(text);
    }
    reporter.print(text.toString());
    if (!findings.problems().isEmpty()) {
      reporter.warn(folder, findings.problems().size() + " problems; the report names them");
    }
  }
}
