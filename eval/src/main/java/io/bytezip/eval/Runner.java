package io.bytezip.eval;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs programs in a folder, one after another, each with a stopwatch and a time limit. */
final class Runner {
  private static final long LIMIT_SECONDS = 900;

  private final Path folder;
  private final Optional<Path> time;

  /**
   * @param folder where they run
   * @param time GNU time, which measures memory; without it none is measured
   */
  Runner(Path folder, Optional<Path> time) {
    this.folder = folder;
    this.time = time;
  }

  /**
   * What a program took.
   *
   * @param seconds wall time from its start to its end
   * @param peakBytes the most resident memory of it or one of its children; 0 when not measured
   */
  record Cost(double seconds, long peakBytes) {}

  Path folder() {
    return folder;
  }

  /**
   * Runs a program.
   *
   * @param name what errors call it
   * @param out receives its standard output
   * @throws IOException when it could not be started, failed, or took longer than 15 minutes
   */
  Cost run(String name, List<String> command, Optional<Path> out) throws IOException {
    Path peak = Files.createTempFile(folder, "peak", ".txt");
    try {
      List<String> all = new ArrayList<>();
      time.ifPresent(
          path -> all.addAll(List.of(path.toString(), "-q", "-f", "%M", "-o", peak.toString())));
      all.addAll(command);
      long start = System.nanoTime();
      Process process =
          new ProcessBuilder(all)
              .directory(folder.toFile())
              .redirectOutput(out.map(path -> Redirect.to(path.toFile())).orElse(Redirect.DISCARD))
              .redirectError(Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      await(process, name);
      double seconds = (System.nanoTime() - start) / 1e9;
      if (process.exitValue() != 0) {
        throw new IOException(name + " failed (exit " + process.exitValue() + ")");
      }
      String kibibytes = Files.readString(peak).strip();
      return new Cost(seconds, kibibytes.isEmpty() ? 0 : 1024 * Long.parseLong(kibibytes));
    } finally {
      Files.deleteIfExists(peak);
    }
  }

  /** The first line that a program says, on whatever stream, to these arguments; or nothing. */
  static String firstLine(Path program, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    await(process, program.getFileName().toString());
    return output.lines().findFirst().orElse("");
  }

  private static void await(Process process, String name) throws IOException {
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        stop(process);
        throw new IOException(name + " took longer than " + LIMIT_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      stop(process);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + name + " ran", e);
    }
  }

  private static void stop(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
