package io.bytezip.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bytezip decompress}. */
@Command(
    name = "decompress",
    description = "Decompress each FILE.byz to FILE, or standard input to standard output.")
final class DecompressCommand implements Callable<ExitCode> {
  private final Host host;

  @Mixin OutputOptions output;
  @Mixin GeneralOptions general;

  @Parameters(paramLabel = "FILE", arity = "0..*", description = "Archives; - is standard input.")
  List<String> files = List.of();

  DecompressCommand(Host host) {
    this.host = host;
  }

  @Override
  public ExitCode call() throws UsageException {
    return new FileWork(host, Settings.of(general, output, new CompressionOptions()))
        .run(FileWork.Task.DECOMPRESS, files);
  }
}
