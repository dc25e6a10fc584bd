package io.bytezip.train;

import io.bytezip.train.data.TrainException;
import io.bytezip.train.data.VersionLine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bytezip sweep}: trains with every combination of the settings in a grid. */
@Command(
    name = "bytezip sweep",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    description = "Trains with every combination of the settings in a grid, one process a run.",
    footer = {
      "",
      "A grid (keys are options of bytezip train, training settings, or model.KEY):",
      "  base: {config: text, data: {text: books}, bytes: 4000000}",
      "  grid: {lr: [0.001, 0.003], model.windows: [[128, 128], [256, 64]]}",
      "",
      "Every run has a folder of its own in the output folder. The same command again skips",
      "finished runs and goes on with interrupted ones. At the end: summary.csv and summary.json.",
      "Exit status: 0 done, 1 error or a run failed, 2 wrong usage, 130 stopped."
    })
public final class SweepCommand implements Callable<Integer> {
  private static final int STOPPED = Run.STOPPED;
  private static final int TERMINATED = 143;
  private static final long STOP_SECONDS = 70;

  @Parameters(paramLabel = "GRID.yaml", description = "The grid.")
  private Path grid;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "Output folder.")
  private Path out;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "1",
      description = "Runs at a time. Default: 1.")
  private int jobs;

  private final PrintStream results;
  private final PrintStream err;

  private SweepCommand(PrintStream results, PrintStream err) {
    this.results = results;
    this.err = err;
  }

  /** Runs the command and exits the process with its status. */
  public static void main(String[] args) {
    System.exit(execute(System.out, System.err, args));
  }

  /** Runs the command: 0 done, 1 error (told in one line), 2 wrong usage. */
  static int execute(PrintStream out, PrintStream err, String... args) {
    return CommandShell.execute("bytezip sweep", new SweepCommand(out, err), out, err, args);
  }

  @Override
  public Integer call() throws IOException, TrainException, InterruptedException {
    Sweep sweep = Sweep.read(grid, options());
    String model = out.toAbsolutePath().normalize().getFileName().toString();
    List<SweepRun> runs = new ArrayList<>();
    for (Sweep.Run run : sweep.runs()) {
      SweepRun one = new SweepRun(run, out, model);
      one.claim();
      runs.add(one);
    }
    List<String> statuses = train(runs);
    SweepTable table = new SweepTable(sweep.keys());
    for (int i = 0; i < runs.size(); i++) {
      table.add(runs.get(i), statuses.get(i));
    }
    Files.writeString(out.resolve("summary.csv"), table.csv());
    Files.writeString(out.resolve("summary.json"), table.json());
    results.print(table.text());
    results.flush();
    if (statuses.contains("stopped")) {
      err.println("bytezip sweep: stopped; the same command goes on");
      return STOPPED;
    }
    return statuses.contains("failed") ? 1 : 0;
  }

  private static Set<String> options() {
    return new CommandLine(new TrainCommand())
        .getCommandSpec().options().stream()
            .map(option -> option.longestName().substring(2))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** The runs' statuses: done, stopped or failed. */
  private List<String> train(List<SweepRun> runs) throws IOException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, jobs));
    // On Ctrl-C: no further runs, and those at work keep a checkpoint.
    Thread hook =
        new Thread(
            () -> {
              pool.shutdownNow();
              try {
                pool.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Runtime.getRuntime().addShutdownHook(hook);
    try (pool) {
      List<Future<String>> futures = new ArrayList<>();
      for (SweepRun run : runs) {
        futures.add(pool.submit(() -> train(run)));
      }
      List<String> statuses = new ArrayList<>();
      for (Future<String> future : futures) {
        statuses.add(future.get());
      }
      Runtime.getRuntime().removeShutdownHook(hook);
      return statuses;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    }
  }

  private String train(SweepRun run) throws IOException, InterruptedException {
    String name = run.run().name();
    if (run.end() != null) {
      err.println("bytezip sweep: " + name + " is finished already");
      return "done";
    }
    err.println("bytezip sweep: " + name);
    int status = run.train();
    if (status == 0) {
      return "done";
    }
    if (status == STOPPED || status == TERMINATED) {
      return "stopped";
    }
    err.println("bytezip sweep: " + name + " failed: " + run.lastMessage());
    return "failed";
  }
}
