package io.bytezip.eval;

import java.nio.file.Path;
import java.util.List;

/**
 * The command bytezip, to be run as a process.
 *
 * @param program the executable
 * @param arguments what it gets in both directions, as {@code -T1}
 */
public record Launcher(Path program, List<String> arguments) {
  /** Copies the list. */
  public Launcher {
    arguments = List.copyOf(arguments);
  }
}
