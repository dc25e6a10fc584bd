package io.bytezip.train;

import com.google.gson.JsonObject;
import io.bytezip.engine.ModelConfig;
import io.bytezip.modelzoo.ConfigJson;
import io.bytezip.train.TorchModel.Report;
import io.bytezip.train.data.Batch;
import io.bytezip.train.data.BatchBuilder;
import io.bytezip.train.data.BatchStream;
import io.bytezip.train.data.HeldOut;
import io.bytezip.train.data.Modality;
import io.bytezip.train.data.Order;
import io.bytezip.train.data.Pack;
import io.bytezip.train.data.Split;
import io.bytezip.train.data.TrainException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One training run: draws batches, takes steps, validates, keeps checkpoints.
 *
 * <p>On one thread the same seed and a budget in bytes give the same numbers, bit for bit, whether
 * or not the run was interrupted.
 */
final class Trainer implements AutoCloseable {
  private static final String CHECKPOINT = "checkpoint.bin";
  private static final double LN2 = Math.log(2);
  private static final double LOG_SECONDS = 5;

  /** Receives what happens. */
  interface Listener {
    /** After every step; {@code progress} is the share of the budget used up. */
    void step(long symbols, double progress, double bits, double symbolsPerSecond);

    /** A line for the log. */
    void log(JsonObject event) throws IOException;
  }

  private final ModelConfig config;
  private final TrainSettings settings;
  private final Path folder;
  private final Listener listener;
  private final FlatParameters flat;
  private final BatchBuilder builder;
  private final TorchModel model;
  private final Pack pack;
  private final Order order;
  private final Map<Modality, List<Batch>> validation = new EnumMap<>(Modality.class);

  private volatile boolean stopped;
  private int step;
  private long symbols;
  private double seconds;
  private Map<Modality, Double> lastValidation = Map.of();

  Trainer(ModelConfig config, TrainSettings settings, Pack pack, Path folder, Listener listener)
      throws IOException, TrainException {
    this.config = config;
    this.settings = settings;
    this.pack = pack;
    this.folder = folder;
    this.listener = listener;
    flat = new FlatParameters(config);
    builder = new BatchBuilder(config);
    Map<Modality, Double> weights = new EnumMap<>(Modality.class);
    for (Modality modality : pack.modalities()) {
      weights.put(modality, settings.weight(modality));
      validation.put(
          modality,
          HeldOut.of(
              pack,
              modality,
              Split.VALIDATION,
              settings.sequences(),
              settings.length(),
              settings.validationSymbols(),
              builder));
    }
    order = new Order(settings.seed(), settings.sequences(), settings.length(), weights);
    model =
        new TorchModel(config, flat, settings.cut(), builder.inputs(), settings.torchPrecision());
    model.setValues(flat.initial(settings.seed()));
  }

  /** Goes on from the folder's checkpoint. */
  void resume() throws IOException, TrainException {
    Path file = folder.resolve(CHECKPOINT);
    if (!Files.exists(file)) {
      throw new TrainException("no checkpoint in " + folder);
    }
    Checkpoint checkpoint = Checkpoint.read(file);
    JsonObject header = checkpoint.header();
    if (!header.get("model").getAsString().equals(ConfigJson.compact(config))) {
      throw new TrainException(
          "the checkpoint in " + folder + " is of another model configuration");
    }
    step = header.get("step").getAsInt();
    symbols = header.get("symbols").getAsLong();
    seconds = header.get("seconds").getAsDouble();
    model.setValues(checkpoint.values());
    model.setMoments(checkpoint.first(), checkpoint.second());
  }

  void checkpoint() throws IOException {
    JsonObject header = new JsonObject();
    header.addProperty("model", ConfigJson.compact(config));
    header.add("settings", settings.json());
    header.addProperty("step", step);
    header.addProperty("symbols", symbols);
    header.addProperty("seconds", seconds);
    new Checkpoint(header, model.values(), model.firstMoments(), model.secondMoments())
        .write(folder.resolve(CHECKPOINT));
  }

  /** Asks {@link #run} to end after the step it is at; from any thread. */
  void stop() {
    stopped = true;
  }

  /**
   * Trains until the budget is used up, then validates, or until {@link #stop}; keeps a last
   * checkpoint.
   *
   * @return whether the budget is used up
   */
  boolean run() throws IOException, TrainException {
    try (BatchStream batches = new BatchStream(pack, order, builder, step)) {
      return run(batches);
    }
  }

  private boolean run(BatchStream batches) throws IOException {
    double lastLog = seconds;
    double lastCheckpoint = seconds;
    double lastValidated = seconds;
    long loggedSymbols = symbols;
    double lossSum = 0;
    int lossCount = 0;
    double before = seconds;
    long start = System.nanoTime();
    while (progress() < 1) {
      if (stopped) {
        checkpoint();
        return false;
      }
      step++;
      Report report = model.step(batches.next(), settings.hyper(step, progress()));
      symbols += settings.cut().tokens();
      seconds = before + (System.nanoTime() - start) * 1e-9;
      lossSum += report.loss() / LN2;
      lossCount++;
      if (!Float.isFinite(report.loss())) {
        throw new IOException(
            "the loss is not finite any more at step " + step + "; a lower rate helps");
      }
      listener.step(symbols, progress(), report.loss() / LN2, symbols / seconds);
      if (seconds - lastLog >= LOG_SECONDS || step == 1) {
        JsonObject event = event("train");
        event.addProperty("bits", lossSum / lossCount);
        event.addProperty("norm", report.norm());
        event.addProperty("rate", settings.hyper(step, progress()).rate());
        event.addProperty("bytesPerSecond", (symbols - loggedSymbols) / (seconds - lastLog));
        listener.log(event);
        lossSum = 0;
        lossCount = 0;
        lastLog = seconds;
        loggedSymbols = symbols;
      }
      if (seconds - lastValidated >= 60 * settings.validateMinutes()) {
        validate();
        lastValidated = seconds;
      }
      if (seconds - lastCheckpoint >= 60 * settings.checkpointMinutes()) {
        checkpoint();
        lastCheckpoint = seconds;
      }
    }
    validate();
    checkpoint();
    return true;
  }

  private double progress() {
    double ofTime = settings.minutes() > 0 ? seconds / (60 * settings.minutes()) : 0;
    double ofBytes = settings.bytes() > 0 ? (double) symbols / settings.bytes() : 0;
    return Math.min(1, Math.max(ofTime, ofBytes));
  }

  /**
   * Bits a byte on the held-out data of each kind, over the second half of every window (a stream
   * never has less history).
   */
  Map<Modality, Double> validate() throws IOException {
    Map<Modality, Double> results = new EnumMap<>(Modality.class);
    for (Map.Entry<Modality, List<Batch>> entry : validation.entrySet()) {
      double sum = 0;
      long count = 0;
      for (Batch batch : entry.getValue()) {
        float[] losses = model.losses(batch);
        for (int n = 0; n < losses.length; n++) {
          boolean late = n % settings.length() >= settings.length() / 2;
          if (late && batch.targets()[n] != BatchBuilder.IGNORED) {
            sum += losses[n];
            count++;
          }
        }
      }
      if (count > 0) {
        results.put(entry.getKey(), sum / LN2 / count);
      }
    }
    JsonObject event = event("validation");
    results.forEach((modality, bits) -> event.addProperty(modality.toString(), bits));
    listener.log(event);
    lastValidation = results;
    return results;
  }

  private JsonObject event(String kind) {
    JsonObject event = new JsonObject();
    event.addProperty("event", kind);
    event.addProperty("step", step);
    event.addProperty("bytes", symbols);
    event.addProperty("seconds", Math.round(seconds * 1000) / 1000.0);
    return event;
  }

  int steps() {
    return step;
  }

  long symbols() {
    return symbols;
  }

  Map<Modality, Double> lastValidation() {
    return lastValidation;
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
}
