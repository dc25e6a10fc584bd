package io.bytezip.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bytezip extract}. */
@Command(
    name = "extract",
    description = {
      "Take members out of an archive of a tar or cpio file: all of them, or those named and what"
          + " is below them. Only the blocks that hold them are decoded.",
      "",
      "Nothing is written outside of the folder, nor through a symbolic link. Hard links become"
          + " copies; symbolic links that lead out of the folder, devices and pipes are left out."
    })
final class ExtractCommand implements Callable<ExitCode> {
  private final Host host;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite files.")
  boolean force;

  @Option(
      names = {"-c", "--stdout", "--to-stdout"},
      description = "Write the members' bytes to standard output, one after another.")
  boolean stdout;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Write into this folder, which is made if need be; by default the current one.")
  String output;

  @Mixin GeneralOptions general;

  @Parameters(index = "0", paramLabel = "ARCHIVE", description = "An archive.")
  String archive;

  @Parameters(
      index = "1..*",
      paramLabel = "MEMBER",
      description = "Names of members, as list --members has them; none means all.")
  List<String> members = List.of();

  ExtractCommand(Host host) {
    this.host = host;
  }

  @Override
  public ExitCode call() throws UsageException {
    if (stdout && output != null) {
      throw new UsageException("-c and -o exclude each other");
    }
    OutputOptions options = new OutputOptions();
    options.force = force;
    options.stdout = stdout;
    options.output = output;
    Settings settings = Settings.of(general, options, new CompressionOptions());
    return new Extraction(host, settings).run(archive, members);
  }
}
