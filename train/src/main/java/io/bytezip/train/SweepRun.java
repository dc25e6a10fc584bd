package io.bytezip.train;

import com.google.gson.JsonObject;
import io.bytezip.train.data.TrainException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of a sweep: its folder, and the process that trains in it. */
final class SweepRun {
  private static final String ARGUMENTS = "arguments.txt";
  private static final String MESSAGES = "messages.txt";
  private static final long STOP_SECONDS = 60;

  private final Sweep.Run run;
  private final Path folder;
  private final String model;

  /**
   * @param out the sweep's folder
   * @param model the name that the run's model gets
   */
  SweepRun(Sweep.Run run, Path out, String model) {
    this.run = run;
    this.folder = out.resolve(run.name());
    this.model = model;
  }

  Sweep.Run run() {
    return run;
  }

  /** Sees to it that what is in the folder is this run and no other. */
  void claim() throws IOException, TrainException {
    Files.createDirectories(folder);
    Path file = folder.resolve(ARGUMENTS);
    if (Files.exists(file) && !Files.readAllLines(file).equals(run.arguments())) {
      throw new TrainException(
          folder + " holds a run with other settings; name another folder with --out");
    }
    Files.write(file, run.arguments());
  }

  /** The last event of the run's log if that is its end, else null. */
  JsonObject end() throws IOException {
    List<JsonObject> events = events();
    boolean ended = !events.isEmpty() && is("end", events.getLast());
    return ended ? events.getLast() : null;
  }

  /** The last validation, or null. */
  JsonObject validation() throws IOException {
    return events().reversed().stream()
        .filter(event -> is("validation", event))
        .findFirst()
        .orElse(null);
  }

  private List<JsonObject> events() throws IOException {
    return RunLog.read(folder.resolve(RunFolder.LOG));
  }

  private static boolean is(String kind, JsonObject event) {
    return event.get("event").getAsString().equals(kind);
  }

  /**
   * Trains in a process of its own, with this one's JVM, class path and environment; goes on where
   * an earlier process stopped. When the thread is interrupted, the process is asked to stop.
   *
   * @return its exit status
   */
  int train() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // No progress bar: its output is a file.
    command.add("-Dbytezip.terminals=");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(TrainCommand.class.getName());
    command.addAll(run.arguments());
    command.addAll(List.of("--name", model, "--out", folder.toString()));
    if (Files.exists(folder.resolve(RunFolder.CHECKPOINT))) {
      command.add("--resume");
    }
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(folder.resolve(MESSAGES).toFile()))
            .start();
    process.getOutputStream().close();
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      // The run keeps a checkpoint and ends.
      process.destroy();
      process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
      throw e;
    }
  }

  /** The last line that the process said. */
  String lastMessage() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve(MESSAGES));
    return lines.isEmpty() ? "no message" : lines.getLast();
  }
}
