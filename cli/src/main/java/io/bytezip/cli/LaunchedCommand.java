package io.bytezip.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * A command that the launcher starts as a process of its own, with PyTorch on its class path. Here
 * it only says so.
 */
@Command
final class LaunchedCommand implements Callable<ExitCode> {
  private final String name;

  @Unmatched List<String> arguments = new ArrayList<>();

  LaunchedCommand(String name) {
    this.name = name;
  }

  /** What the list of commands says of it. */
  String description() {
    return switch (name) {
      case "data" -> "Pack training data by a recipe (started by the launcher, ./bytezip data).";
      case "train" -> "Train a model (started by the launcher, ./bytezip train).";
      case "finetune" -> "Fit a model to files of one's own (./bytezip finetune).";
      case "sweep" -> "Train with many settings (./bytezip sweep).";
      case "scaling" -> "Runs against their compute (./bytezip scaling).";
      default -> throw new IllegalArgumentException(name);
    };
  }

  @Override
  public ExitCode call() throws UsageException {
    throw new UsageException(name + " is started by the launcher: ./bytezip " + name);
  }
}
