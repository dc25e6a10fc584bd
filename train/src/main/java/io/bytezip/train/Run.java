package io.bytezip.train;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.bytezip.engine.ModelConfig;
import io.bytezip.train.Trainer.Outcome;
import io.bytezip.train.data.Pack;
import io.bytezip.train.data.TrainException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Carries a training run through, from the first step or a checkpoint to the exported model: log,
 * loss curve, progress, orderly stop.
 *
 * @param command what lines for the user begin with
 * @param folder where everything goes
 * @param facts for the model card
 * @param config the model's shape
 * @param settings how it is trained
 * @param pack the data
 * @param start values to begin with, or null for fresh ones
 * @param threads of libtorch
 * @param err for the user
 */
record Run(
    String command,
    RunFolder folder,
    Export.Facts facts,
    ModelConfig config,
    TrainSettings settings,
    Pack pack,
    float[] start,
    int threads,
    PrintStream err) {
  /** The process' status after an orderly stop, as shells have it for Ctrl-C. */
  static final int STOPPED = 130;

  private static final long STOP_SECONDS = 60;

  /** Settings that a run may change when it goes on, without a word. */
  private static final Set<String> BUDGET = Set.of("minutes", "bytes", "patience");

  /**
   * Trains and exports.
   *
   * @param resume whether to go on from the folder's checkpoint
   * @return the process' status
   */
  int carryThrough(boolean resume) throws IOException, TrainException {
    facts.check();
    if (!resume) {
      folder.create();
    } else if (!Files.exists(folder.checkpoint())) {
      throw new TrainException("no checkpoint in " + folder.path());
    }
    try (FileChannel _ = folder.lock()) {
      if (!resume) {
        // Another run may have come and gone while the data were prepared.
        folder.requireFresh();
      }
      return carryThrough(resume ? Checkpoint.read(folder.checkpoint()) : null);
    }
  }

  private int carryThrough(Checkpoint checkpoint) throws IOException, TrainException {
    boolean resume = checkpoint != null;
    TorchModel.start(threads);
    double peak = peak();
    try (RunLog log =
            resume ? RunLog.resume(folder.log(), checkpoint.step()) : RunLog.create(folder.log());
        ProgressDisplay display = new ProgressDisplay(err)) {
      Reporter reporter = new Reporter(log, display);
      try (Trainer trainer =
          new Trainer(config, settings, pack, folder.checkpoint(), peak, reporter)) {
        reporter.trainer = trainer;
        if (start != null) {
          trainer.begin(start);
        }
        if (resume) {
          trainer.resume(checkpoint);
          tellChanges(checkpoint.header().getAsJsonObject("settings"));
        }
        begin(log, trainer, peak);
        Outcome outcome = stoppable(trainer);
        if (outcome == Outcome.STOPPED) {
          err.println(command + ": stopped; the same command with --resume goes on");
          return STOPPED;
        }
        if (settings.average() > 0 && trainer.averagedSteps() == 0) {
          err.println(command + ": no step was left to average; the model is the last one");
        }
        if (settings.patience() == 0) {
          Export.write(folder.path(), facts, config, settings, trainer);
        }
        reporter.log(end(trainer.end(outcome), log.events()));
      }
    }
    return 0;
  }

  /** With the results of the exported model: the best validation, or the last. */
  private JsonObject end(JsonObject event, List<JsonObject> events) {
    JsonObject exported = null;
    for (JsonObject earlier : events) {
      boolean counts =
          earlier.get("event").getAsString().equals("validation")
              && (settings.patience() == 0 || earlier.has("bits"));
      if (counts
          && (settings.patience() == 0
              || exported == null
              || earlier.get("bits").getAsDouble() < exported.get("bits").getAsDouble())) {
        exported = earlier;
      }
    }
    if (exported != null) {
      for (Map.Entry<String, JsonElement> entry : exported.entrySet()) {
        if (!event.has(entry.getKey())) {
          event.add(entry.getKey(), entry.getValue());
        }
      }
    }
    return event;
  }

  private double peak() throws TrainException {
    try (GemmPeak gemm = new GemmPeak(settings.torchPrecision(), settings.torchDevice())) {
      return gemm.measure();
    }
  }

  private void tellChanges(JsonObject before) {
    JsonObject now = settings.json();
    JsonObject defaults = TrainSettings.defaults().json();
    List<String> changes = new ArrayList<>();
    for (Map.Entry<String, JsonElement> entry : now.entrySet()) {
      // An older version's checkpoint lacks what is new.
      String key = entry.getKey();
      JsonElement earlier = before.has(key) ? before.get(key) : defaults.get(key);
      if (!BUDGET.contains(key) && !entry.getValue().equals(earlier)) {
        changes.add(key + " was " + earlier + " and is " + entry.getValue());
      }
    }
    if (!changes.isEmpty()) {
      err.println(command + ": other settings than before: " + String.join(", ", changes));
    }
  }

  private void begin(RunLog log, Trainer trainer, double peak) throws IOException, TrainException {
    err.printf(
        Locale.ROOT,
        "%s: %,d parameters, %s, %d thread%s, products at up to %.0f GFLOP/s%n",
        facts.name(),
        trainer.flat().parameters(),
        settings.torchPrecision(),
        threads,
        threads == 1 ? "" : "s",
        peak / 1e9);
    JsonObject event = new JsonObject();
    event.addProperty("event", "start");
    event.addProperty("step", trainer.steps());
    event.addProperty("parameters", trainer.flat().parameters());
    event.addProperty("threads", threads);
    event.addProperty("peakGflops", Math.round(peak / 1e8) / 10.0);
    event.add("settings", settings.json());
    log.add(event);
  }

  /**
   * Runs, and stops in an orderly way on Ctrl-C: libtorch crashes when the process ends during a
   * step, and the checkpoint would be up to a minute old.
   */
  private static Outcome stoppable(Trainer trainer) throws IOException, TrainException {
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              trainer.stop();
              try {
                ended.await(STOP_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return trainer.run();
    } finally {
      ended.countDown();
    }
  }

  /** Writes log and curve, and the model when it is the best so far. */
  private final class Reporter implements Trainer.Listener {
    private final RunLog log;
    private final ProgressDisplay display;
    private Trainer trainer;
    private boolean curveFailed;

    Reporter(RunLog log, ProgressDisplay display) {
      this.log = log;
      this.display = display;
    }

    @Override
    public void step(long symbols, double progress, double bits, double symbolsPerSecond) {
      display.step(symbols, progress, bits, symbolsPerSecond);
    }

    @Override
    public void log(JsonObject event) throws IOException {
      log.add(event);
      display.event(event);
      if (event.get("event").getAsString().equals("validation") && !curveFailed) {
        draw();
      }
    }

    /** A machine without fonts cannot draw; that ends no run. */
    private void draw() throws IOException {
      try {
        LossCurve.draw(facts.name(), log.events(), folder.curve());
      } catch (RuntimeException | LinkageError | InternalError e) {
        curveFailed = true;
        err.println(command + ": the loss curve cannot be drawn here: " + e);
      }
    }

    @Override
    public void best() throws IOException {
      Export.write(folder.path(), facts, config, settings, trainer);
    }
  }
}
