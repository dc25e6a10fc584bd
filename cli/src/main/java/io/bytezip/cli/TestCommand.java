package io.bytezip.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bytezip test}. */
@Command(name = "test", description = "Decode archives and check every hash; write nothing.")
final class TestCommand implements Callable<ExitCode> {
  private final Host host;

  @Mixin GeneralOptions general;

  @Parameters(paramLabel = "FILE", arity = "0..*", description = "Archives; - is standard input.")
  List<String> files = List.of();

  TestCommand(Host host) {
    this.host = host;
  }

  @Override
  public ExitCode call() throws UsageException {
    return new FileWork(host, Settings.of(general)).run(FileWork.Task.TEST, files);
  }
}
