package io.bytezip.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bytezip inspect}. */
@Command(
    name = "inspect",
    description = {
      "Tell what a file is made of, and what each part takes: its segments with offset, kind,"
          + " layout, model, and bits a byte. A file that is no archive is compressed for it;"
          + " nothing is written. An archive is decoded.",
      ""
    })
final class InspectCommand implements Callable<ExitCode> {
  private final Host host;

  @Mixin CostOptions cost;
  @Mixin GeneralOptions general;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Files or archives; - is standard input.")
  List<String> files = List.of();

  InspectCommand(Host host) {
    this.host = host;
  }

  @Override
  public ExitCode call() throws UsageException {
    Settings settings = cost.settings(general);
    Reporter reporter = new Reporter(host, settings.quiet());
    Models models = new Models(host, settings.model());
    CostReading reading = new CostReading(host, settings, cost.length(), models, reporter);
    for (String name : files.isEmpty() ? List.of("-") : files) {
      try {
        Optional<Source> source = reading.source(name);
        if (source.isPresent()) {
          inspect(source.get(), reading, models, settings.json(), reporter);
        }
      } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
        reporter.fail(name.equals("-") ? Source.STANDARD_INPUT.name() : name, e);
      }
    }
    return reporter.worst();
  }

  private static void inspect(
      Source source, CostReading reading, Models models, boolean json, Reporter reporter)
      throws IOException {
    Inspection inspection = new Inspection(source.name());
    CostReading.Result result = reading.read(source, inspection::add);
    reporter.print(
        json
            ? inspection.object(result, models.get()) + "\n"
            : inspection.table(result, models.get()));
  }
}
