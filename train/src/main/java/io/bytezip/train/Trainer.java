package io.bytezip.train;

import com.google.gson.JsonObject;
import io.bytezip.engine.ModelConfig;
import io.bytezip.modelzoo.ConfigJson;
import io.bytezip.train.TorchModel.Hyper;
import io.bytezip.train.TorchModel.Report;
import io.bytezip.train.data.Batch;
import io.bytezip.train.data.BatchBuilder;
import io.bytezip.train.data.BatchStream;
import io.bytezip.train.data.Modality;
import io.bytezip.train.data.Order;
import io.bytezip.train.data.Pack;
import io.bytezip.train.data.ShardInfo;
import io.bytezip.train.data.Split;
import io.bytezip.train.data.TrainException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One training run: takes steps, validates, keeps checkpoints, stops early.
 *
 * <p>On one thread the same seed and a budget in bytes give the same numbers, bit for bit, whether
 * or not the run was interrupted.
 */
final class Trainer implements AutoCloseable {
  private static final double LN2 = Math.log(2);
  private static final double LOG_SECONDS = 5;

  /** The settings that say over which steps the mean is. */
  private static final List<String> MEANS = List.of("average", "bytes", "minutes");

  /** Receives what happens. */
  interface Listener {
    /**
     * After every step.
     *
     * @param symbols seen so far
     * @param progress share of the budget that is used up
     */
    void step(long symbols, double progress, double bits, double symbolsPerSecond);

    /** An event for the log. */
    void log(JsonObject event) throws IOException;

    /** After a validation that is the run's best, where the run may stop early. */
    void best() throws IOException;
  }

  /** Why a run ended. */
  enum Outcome {
    /** Somebody asked for it; the run can go on. */
    STOPPED,
    /** The budget is used up. */
    BUDGET,
    /** Validations got no better. */
    PATIENCE
  }

  private final ModelConfig config;
  private final TrainSettings settings;
  private final Pack pack;
  private final Path checkpointFile;
  private final Listener listener;
  private final FlatParameters flat;
  private final BatchBuilder builder;
  private final TorchModel model;
  private final Validation validation;
  private final Map<Modality, Double> weights;
  private final String data;
  private final double operations;
  private final double peak;

  private volatile boolean stopped;
  private int step;
  private long symbols;
  private double flop;
  private double seconds;
  private double validated;
  private int validatedStep = -1;
  private Patience patience;
  private MeanValues mean = new MeanValues();
  private float[] begun;

  /** Names the values that the run began with; null for fresh ones. */
  private Integer begunHash;

  private Validation.Result last = Validation.Result.NONE;

  /**
   * A run at its beginning.
   *
   * @param checkpointFile where it keeps its state
   * @param peak floating-point operations a second that the machine can do, 0 for unknown
   */
  Trainer(
      ModelConfig config,
      TrainSettings settings,
      Pack pack,
      Path checkpointFile,
      double peak,
      Listener listener)
      throws IOException, TrainException {
    this.config = config;
    this.settings = settings;
    this.pack = pack;
    this.checkpointFile = checkpointFile;
    this.peak = peak;
    this.listener = listener;
    weights = settings.mixture(pack);
    data = identity(pack);
    flat = new FlatParameters(config);
    builder = new BatchBuilder(config);
    patience = new Patience(settings.patience());
    operations = StepCost.of(config, settings.length()).total();
    validation = new Validation(pack, settings, weights, builder);
    if (settings.patience() > 0 && !validation.hasHeldOut()) {
      throw new TrainException(
          "there are no held-out data, or none as long as half a window (--length), for an early"
              + " stop; --patience 0 does without");
    }
    if (settings.temper() && !validation.hasOther()) {
      throw new TrainException("there are no data of other origin to find a temperature on");
    }
    model =
        new TorchModel(
            config,
            flat,
            settings.cut(),
            builder.inputs(),
            settings.torchPrecision(),
            settings.torchOptimizer(),
            settings.torchDevice());
    model.setValues(flat.initial(settings.seed()));
  }

  /** Names what is trained on: the shards' hashes in their order. */
  private static String identity(Pack pack) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      for (ShardInfo shard : pack.info().shards()) {
        if (shard.split() == Split.TRAIN) {
          hash.update(shard.sha256().getBytes(StandardCharsets.UTF_8));
        }
      }
      return HexFormat.of().formatHex(hash.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Begins with these values instead of fresh ones; before {@link #resume}, if at all. */
  void begin(float[] values) {
    model.setValues(values);
    begun = values;
    begunHash = Arrays.hashCode(values);
  }

  /** Goes on from a checkpoint of this run. */
  void resume(Checkpoint checkpoint) throws TrainException {
    JsonObject header = checkpoint.header();
    if (!header.get("model").getAsString().equals(ConfigJson.compact(config))) {
      throw new TrainException(
          "the checkpoint " + checkpointFile + " is of another model configuration");
    }
    if (!header.get("data").getAsString().equals(data)) {
      throw new TrainException("the checkpoint " + checkpointFile + " is of a run on other data");
    }
    Integer hash = header.has("begun") ? (Integer) header.get("begun").getAsInt() : null;
    if (begun != null && !begunHash.equals(hash)) {
      throw new TrainException(
          "the checkpoint "
              + checkpointFile
              + (hash == null ? " began with no finished model" : " began with another model"));
    }
    begunHash = hash;
    step = header.get("step").getAsInt();
    symbols = header.get("symbols").getAsLong();
    seconds = header.get("seconds").getAsDouble();
    validated = header.get("validated").getAsDouble();
    // Those of earlier versions don't say; a validation too few is better than one twice.
    validatedStep = header.has("validatedStep") ? header.get("validatedStep").getAsInt() : step;
    patience = Patience.of(settings.patience(), header.getAsJsonObject("patience"));
    model.setValues(checkpoint.values());
    model.setMoments(checkpoint.first(), checkpoint.second());
    flop = header.has("flop") ? header.get("flop").getAsDouble() : symbols * operations;
    // Of another share of another budget it would be a mean of other steps.
    JsonObject before = header.getAsJsonObject("settings");
    JsonObject now = settings.json();
    if (MEANS.stream().allMatch(key -> now.get(key).equals(before.get(key)))) {
      mean = new MeanValues(checkpoint.averaged(), checkpoint.mean());
    }
  }

  void checkpoint() throws IOException {
    JsonObject header = new JsonObject();
    header.addProperty("model", ConfigJson.compact(config));
    header.addProperty("data", data);
    header.add("settings", settings.json());
    header.addProperty("step", step);
    header.addProperty("symbols", symbols);
    header.addProperty("flop", flop);
    header.addProperty("seconds", seconds);
    header.addProperty("validated", validated);
    header.addProperty("validatedStep", validatedStep);
    header.add("patience", patience.json());
    header.addProperty("averaged", mean.count());
    if (begunHash != null) {
      header.addProperty("begun", begunHash);
    }
    new Checkpoint(
            header, model.values(), model.firstMoments(), model.secondMoments(), mean.exact())
        .write(checkpointFile);
  }

  /** Asks {@link #run} to end after the step it is at; from any thread. */
  void stop() {
    stopped = true;
  }

  /**
   * Trains until the budget is used up, validations get no better, or {@link #stop}; keeps a last
   * checkpoint. When the budget is used up, the model has the values that are to be exported: the
   * mean of the last ones, mixed with the first, tempered or rounded, where the settings say so.
   */
  Outcome run() throws IOException, TrainException {
    if (settings.keep() > 0 && begun == null) {
      throw new TrainException("keep needs a finished model to begin with");
    }
    Order order = new Order(settings.seed(), settings.sequences(), settings.length(), weights);
    double before = seconds;
    long start = System.nanoTime();
    double lastCheckpoint = seconds;
    if (step > 0 && validatedStep != step && !patience.isOver() && validationIsDue()) {
      // The run was ended within it.
      validate();
      seconds = before + (System.nanoTime() - start) * 1e-9;
      validated = seconds;
      checkpoint();
    }
    Stretch stretch = new Stretch(seconds);
    try (BatchStream batches = new BatchStream(pack, order, builder, step)) {
      while (progress() < 1 && !patience.isOver()) {
        if (stopped) {
          checkpoint();
          return Outcome.STOPPED;
        }
        Batch batch = batches.next();
        Hyper hyper = settings.hyper(step + 1, progress());
        Report report = model.step(batch, hyper);
        step++;
        symbols += settings.cut().tokens();
        flop += settings.cut().tokens() * operations;
        seconds = before + (System.nanoTime() - start) * 1e-9;
        if (!Float.isFinite(report.loss()) || !Float.isFinite(report.norm())) {
          throw new TrainException(
              "the loss is not finite any more at step " + step + "; a lower --lr helps");
        }
        average();
        double bits = bits(report, batch);
        stretch.add(bits);
        listener.step(symbols, progress(), bits, symbols / seconds);
        if (seconds - stretch.start >= LOG_SECONDS || step == 1) {
          listener.log(stretch.event(report, hyper));
          stretch = new Stretch(seconds);
        }
        if (validationIsDue()) {
          // Before and after, so that a kill during a long validation loses little.
          checkpoint();
          validate();
          seconds = before + (System.nanoTime() - start) * 1e-9;
          validated = seconds;
          stretch = new Stretch(seconds);
          checkpoint();
          lastCheckpoint = seconds;
        } else if (seconds - lastCheckpoint >= 60 * settings.checkpointMinutes()) {
          checkpoint();
          lastCheckpoint = seconds;
        }
      }
    }
    if (patience.isOver()) {
      return Outcome.PATIENCE;
    }
    if (validatedStep != step) {
      validate();
    }
    checkpoint();
    finish();
    return Outcome.BUDGET;
  }

  /** A byte: the loss is a mean over all places, of which those behind short shards are empty. */
  private static double bits(Report report, Batch batch) {
    long predicted = Arrays.stream(batch.targets()).filter(target -> target >= 0).count();
    return report.loss() / LN2 * batch.targets().length / predicted;
  }

  /** Takes the values after a step into the mean, if they are of the run's last share. */
  private void average() {
    if (settings.average() > 0 && progress() > 1 - settings.average()) {
      mean.add(model.values());
    }
  }

  /** Makes of the last step's values those of the model; the checkpoint has the former. */
  private void finish() throws IOException {
    boolean averaged = averagedSteps() > 0;
    if (averaged) {
      model.setValues(mean.values());
    }
    if (settings.keep() > 0) {
      model.setValues(kept(model.values()));
    }
    if (settings.temper()) {
      temper();
    }
    if (settings.int8()) {
      model.setValues(flat.rounded(model.values()));
    }
    if (averaged || settings.keep() > 0 || settings.temper() || settings.int8()) {
      validate();
    }
  }

  /** Between the values that the run began with and these. */
  private float[] kept(float[] values) {
    float[] between = new float[values.length];
    for (int i = 0; i < between.length; i++) {
      between[i] = (float) (settings.keep() * begun[i] + (1 - settings.keep()) * values[i]);
    }
    return between;
  }

  private void temper() throws IOException {
    float[] values = model.values();
    double temperature =
        Temperature.best(
            each -> {
              model.setValues(flat.tempered(values, each));
              return validation.other(model);
            });
    model.setValues(flat.tempered(values, temperature));
    JsonObject event = event("temperature");
    event.addProperty("temperature", temperature);
    listener.log(event);
  }

  private boolean validationIsDue() {
    if (progress() >= 1) {
      return false;
    }
    long every = settings.validateBytes();
    return every > 0
        ? symbols / every > (symbols - settings.cut().tokens()) / every
        : seconds - validated >= 60 * settings.validateMinutes();
  }

  private double progress() {
    double ofTime = settings.minutes() > 0 ? seconds / (60 * settings.minutes()) : 0;
    double ofBytes = settings.bytes() > 0 ? (double) symbols / settings.bytes() : 0;
    return Math.min(1, Math.max(ofTime, ofBytes));
  }

  /** Measures on held-out and out-of-distribution data. */
  Validation.Result validate() throws IOException {
    last = validation.measure(model);
    validatedStep = step;
    JsonObject event = event("validation");
    last.addTo(event);
    listener.log(event);
    if (settings.patience() > 0 && patience.improves(last.score())) {
      listener.best();
    }
    return last;
  }

  private JsonObject event(String kind) {
    JsonObject event = new JsonObject();
    event.addProperty("event", kind);
    event.addProperty("step", step);
    event.addProperty("bytes", symbols);
    event.addProperty("seconds", Math.round(seconds * 1000) / 1000.0);
    event.addProperty("flop", flop);
    return event;
  }

  /** The log's last line. */
  JsonObject end(Outcome outcome) {
    JsonObject event = event("end");
    event.addProperty("reason", outcome.name().toLowerCase(Locale.ROOT));
    return event;
  }

  int steps() {
    return step;
  }

  /** The values are the mean over so many steps; 0 if they are those after the last step. */
  int averagedSteps() {
    return mean.count();
  }

  long symbols() {
    return symbols;
  }

  Validation.Result lastValidation() {
    return last;
  }

  /** The share of each kind of data. */
  Map<Modality, Double> mixture() {
    return weights;
  }

  FlatParameters flat() {
    return flat;
  }

  float[] values() {
    return model.values();
  }

  @Override
  public void close() {
    model.close();
  }

  /** The steps between two lines of the log. */
  private final class Stretch {
    private final double start;
    private final long startSymbols = symbols;
    private double sum;
    private int steps;

    Stretch(double start) {
      this.start = start;
    }

    void add(double bits) {
      sum += bits;
      steps++;
    }

    JsonObject event(Report report, Hyper hyper) {
      double rate = (symbols - startSymbols) / (seconds - start);
      JsonObject event = Trainer.this.event("train");
      event.addProperty("bits", sum / steps);
      event.addProperty("norm", report.norm());
      event.addProperty("rate", hyper.rate());
      event.addProperty("bytesPerSecond", Math.round(rate));
      event.addProperty("gflops", Math.round(rate * operations / 1e8) / 10.0);
      if (peak > 0) {
        event.addProperty("peakShare", Math.round(1000 * rate * operations / peak) / 1000.0);
      }
      return event;
    }
  }
}
