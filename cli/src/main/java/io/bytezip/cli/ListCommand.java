package io.bytezip.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bytezip list}. */
@Command(
    name = "list",
    description = "Tell what archives hold: sizes, ratio, blocks, and with -v segments and models.")
final class ListCommand implements Callable<ExitCode> {
  private final Host host;

  @Mixin GeneralOptions general;

  @Option(
      names = {"-m", "--members"},
      description =
          "What the tar or cpio files in the archives hold; with -v their modes, times and links,"
              + " too. Archives made before there were such lists are decoded for it.")
  boolean members;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Archives; files, not pipes: lists stand at their ends.")
  List<String> files = List.of();

  ListCommand(Host host) {
    this.host = host;
  }

  @Override
  public ExitCode call() throws UsageException {
    FileWork.Task task = members ? FileWork.Task.MEMBERS : FileWork.Task.LIST;
    return new FileWork(host, Settings.of(general)).run(task, files);
  }
}
