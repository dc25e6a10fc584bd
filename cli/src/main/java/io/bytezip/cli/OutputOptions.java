package io.bytezip.cli;

import picocli.CommandLine.Option;

/** Options of the commands that write files. */
final class OutputOptions {
  @Option(
      names = {"-k", "--keep"},
      description = "Keep the input; this is the default.")
  boolean keep;

  @Option(
      names = "--rm",
      description = "Remove the input once the output was verified and written.")
  boolean remove;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite the output; follow symbolic links; write an archive to a terminal.")
  boolean force;

  @Option(
      names = {"-c", "--stdout", "--to-stdout"},
      description = "Write to standard output.")
  boolean stdout;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write to this file; - is standard output.")
  String output;
}
