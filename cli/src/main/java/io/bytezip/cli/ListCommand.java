package io.bytezip.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bytezip list}. */
@Command(
    name = "list",
    description = "Tell what archives hold: sizes, ratio, blocks, and with -v segments and models.")
final class ListCommand implements Callable<ExitCode> {
  private final Host host;

  @Mixin GeneralOptions general;

  @Parameters(paramLabel = "FILE", arity = "0..*", description = "Archives; - is standard input.")
  List<String> files = List.of();

  ListCommand(Host host) {
    this.host = host;
  }

  @Override
  public ExitCode call() throws UsageException {
    return new FileWork(host, Settings.of(general)).run(FileWork.Task.LIST, files);
  }
}
