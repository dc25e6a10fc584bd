package io.bytezip.train;

import ai.djl.engine.EngineException;
import io.bytezip.train.data.ErrorLine;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/**
 * Runs one of this module's commands: exit status 0 done, 1 error (told in one line), 2 wrong
 * usage.
 */
final class CommandShell {
  private CommandShell() {}

  /**
   * @param name what lines for the user begin with
   * @param command a picocli command
   * @param out for results
   * @param err for everything else
   */
  static int execute(
      String name, Callable<Integer> command, PrintStream out, PrintStream err, String... args) {
    CommandLine line = new CommandLine(command).setOverwrittenOptionsAllowed(true);
    line.setOut(new PrintWriter(out, true, out.charset()));
    line.setErr(new PrintWriter(err, true, err.charset()));
    line.setExecutionExceptionHandler(
        (exception, commandLine, parsed) -> {
          commandLine.getErr().println(name + ": " + ErrorLine.of(exception));
          if (!expected(exception)) {
            exception.printStackTrace(commandLine.getErr());
          }
          return 1;
        });
    return line.execute(args);
  }

  /**
   * The command for the model card: of absolute paths only the last name, since the rest is the
   * trainer's own business.
   */
  static String commandLine(String name, String... arguments) {
    StringBuilder line = new StringBuilder(name);
    for (String argument : arguments) {
      line.append(' ').append(argument.replaceFirst("(^|=)/(?:.*/)?([^/]+)/*$", "$1$2"));
    }
    return line.toString();
  }

  private static boolean expected(Exception exception) {
    return ErrorLine.isEnough(exception) || exception instanceof EngineException;
  }
}
