package io.bytezip.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * Only says where training is: the launcher starts it as a process of its own, with PyTorch on its
 * class path.
 */
@Command(name = "train", description = "Train a model (started by the launcher, ./bytezip train).")
final class TrainCommand implements Callable<ExitCode> {
  @Unmatched List<String> arguments = List.of();

  @Override
  public ExitCode call() throws UsageException {
    throw new UsageException("training is started by the launcher: ./bytezip train");
  }
}
