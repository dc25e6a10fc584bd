package io.bytezip.codec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class of the tests in a JVM of its own, with a heap of its own. */
final class Jvm {
  /** How it ended, and what it said. */
  record Result(int status, String output) {}

  private Jvm() {}

  static Result run(Class<?> main, int seconds, String heap, Object... arguments)
      throws IOException, InterruptedException {
    List<String> options = List.of(heap, "-XX:+UseSerialGC", "--add-modules=jdk.incubator.vector");
    return run(main, seconds, options, arguments);
  }

  static Result run(Class<?> main, int seconds, List<String> options, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path output = Files.createTempFile("bytezip", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        return new Result(-1, "more than " + seconds + " seconds");
      }
      return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    } finally {
      Files.delete(output);
    }
  }
}
