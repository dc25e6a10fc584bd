package io.bytezip.cli;

import picocli.CommandLine.Option;

/** Options of every command that handles archives. */
final class GeneralOptions {
  @Option(
      names = {"-v", "--verbose"},
      description = "Say more.")
  boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress bar, no warnings; errors are still told.")
  boolean quiet;

  @Option(names = "--json", description = "Report as JSON, one object a file, on standard output.")
  boolean json;

  @Option(
      names = {"-T", "--threads"},
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Threads; 0, the default, means as many as there are cores. The archive does not depend"
              + " on it.")
  int threads;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "A model's name, file or hash (first digits). Compressing: use it for all that it reads."
              + " Otherwise: an archive may need it.")
  String model;
}
