package io.bytezip.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bytezip compress}. */
@Command(
    name = "compress",
    description =
        "Compress each FILE to FILE.byz, a folder DIR as a tar file to DIR.tar.byz, or standard"
            + " input to standard output.")
final class CompressCommand implements Callable<ExitCode> {
  private final Host host;

  @Mixin OutputOptions output;
  @Mixin CompressionOptions compression;
  @Mixin GeneralOptions general;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Files and folders; - is standard input.")
  List<String> files = List.of();

  CompressCommand(Host host) {
    this.host = host;
  }

  @Override
  public ExitCode call() throws UsageException {
    return new FileWork(host, Settings.of(general, output, compression))
        .run(FileWork.Task.COMPRESS, files);
  }
}
