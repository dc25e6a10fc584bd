package io.bytezip.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The short form, {@code bytezip FILE} and {@code bytezip -d FILE}, as gzip, xz and zstd have it.
 */
@Command(
    name = "bytezip",
    synopsisHeading = "Usage: ",
    customSynopsis = {
      "bytezip [OPTION...] [FILE...]",
      "       bytezip COMMAND [OPTION...] [FILE...]"
    },
    description = {
      "",
      "Lossless compression by a small transformer over raw bytes. Compresses FILE to FILE.byz and"
          + " keeps FILE; a folder becomes a tar file; with -d, the other way. Without a FILE, or"
          + " where it is -, standard input goes to standard output.",
      ""
    },
    optionListHeading = "Options:%n",
    commandListHeading = "%nCommands (a file of such a name: ./NAME):%n",
    footerHeading = "%n",
    footer = {
      "Exit status: 0 done, 1 error, 2 warning, 3 corrupt archive, 4 unknown model,",
      "5 archive of a newer version or of format 0, 64 wrong usage."
    })
final class BytezipCommand implements Callable<ExitCode> {
  private final Host host;

  @Option(
      names = {"-d", "--decompress", "--uncompress"},
      description = "Decompress.")
  boolean decompress;

  @Option(
      names = {"-t", "--test"},
      description = "Decode and check; write nothing.")
  boolean test;

  @Option(
      names = {"-l", "--list"},
      description = "Tell what archives hold.")
  boolean list;

  @Option(
      names = {"-z", "--compress"},
      description = "Compress; this is the default.")
  boolean compress;

  @Mixin OutputOptions output;
  @Mixin CompressionOptions compression;
  @Mixin GeneralOptions general;

  @Parameters(paramLabel = "FILE", arity = "0..*", hidden = true)
  List<String> files = List.of();

  BytezipCommand(Host host) {
    this.host = host;
  }

  @Override
  public ExitCode call() throws UsageException {
    int tasks = (decompress ? 1 : 0) + (test ? 1 : 0) + (list ? 1 : 0) + (compress ? 1 : 0);
    if (tasks > 1) {
      throw new UsageException("-d, -l, -t and -z exclude each other");
    }
    FileWork.Task task =
        decompress
            ? FileWork.Task.DECOMPRESS
            : test ? FileWork.Task.TEST : list ? FileWork.Task.LIST : FileWork.Task.COMPRESS;
    return new FileWork(host, Settings.of(general, output, compression)).run(task, files);
  }
}
