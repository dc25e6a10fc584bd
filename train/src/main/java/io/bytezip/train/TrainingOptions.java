package io.bytezip.train;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.bytezip.train.data.TrainException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options of every command that trains. */
final class TrainingOptions {
  private static final String MODEL = "model.";

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "Output folder.")
  Path out;

  @Option(names = "--name", description = "The model's name. Default: the output folder's.")
  String name;

  @Option(names = "--minutes", description = "Training time; the schedule follows the clock.")
  Double minutes;

  @Option(names = "--bytes", description = "Bytes to train on; reproducible.")
  Long bytes;

  @Option(names = "--batch", paramLabel = "N", description = "Sequences of a batch.")
  Integer batch;

  @Option(names = "--length", paramLabel = "N", description = "Bytes of a sequence.")
  Integer length;

  @Option(
      names = "--micro",
      paramLabel = "N",
      description = "Sequences computed at once; divides --batch.")
  Integer micro;

  @Option(names = "--lr", description = "Peak learning rate.")
  Double rate;

  @Option(names = "--optimizer", description = "adamw (default), or muon for the layers' matrices.")
  String optimizer;

  @Option(names = "--seed", description = "Seed of initial values, file order and windows.")
  Long seed;

  @Option(names = "--precision", description = "auto, bf16 or f32.")
  String precision;

  @Option(names = "--device", description = "cpu, or cuda where libtorch has it (docs/GPU.md).")
  String device;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Stop after N validations without improvement, and keep the best model. 0: never.")
  Integer patience;

  @Option(
      names = "--max-bytes",
      paramLabel = "N",
      description = "Most decoded bytes of each kind that are read from folders.")
  Long maxBytes;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads of libtorch. Default: 1.")
  int threads;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any training setting, or model.KEY for the model's; see docs/TRAINING.md.")
  Map<String, String> set = new LinkedHashMap<>();

  @Option(names = "--resume", description = "Goes on from the output folder's checkpoint.")
  boolean resume;

  @Option(
      names = "--license",
      description =
          "The weights' licence. Default: that of the model it begins with, else apache-2.0.")
  String license;

  /** The settings: those given, changed by the options. */
  TrainSettings settings(JsonObject given) throws TrainException {
    JsonObject changes = given.deepCopy();
    put(changes, "minutes", minutes);
    put(changes, "bytes", bytes);
    put(changes, "sequences", batch);
    put(changes, "length", length);
    put(changes, "micro", micro);
    put(changes, "rate", rate);
    put(changes, "seed", seed);
    put(changes, "maxBytes", maxBytes);
    put(changes, "patience", patience);
    if (optimizer != null) {
      changes.addProperty("optimizer", optimizer);
    }
    if (precision != null) {
      changes.addProperty("precision", precision);
    }
    if (device != null) {
      changes.addProperty("device", device);
    }
    set(false).entrySet().forEach(entry -> changes.add(entry.getKey(), entry.getValue()));
    return TrainSettings.defaults().with(changes);
  }

  /** Keys of the model that are to be changed. */
  JsonObject modelChanges() throws TrainException {
    return set(true);
  }

  private JsonObject set(boolean model) throws TrainException {
    JsonObject chosen = new JsonObject();
    for (Map.Entry<String, String> entry : set.entrySet()) {
      if (entry.getKey().startsWith(MODEL) == model) {
        String key = model ? entry.getKey().substring(MODEL.length()) : entry.getKey();
        chosen.add(key, value(entry.getValue()));
      }
    }
    return chosen;
  }

  private static JsonElement value(String text) throws TrainException {
    try {
      return JsonParser.parseString(text);
    } catch (JsonParseException e) {
      throw new TrainException("not a value for --set: " + text, e);
    }
  }

  private static void put(JsonObject target, String key, Number value) {
    if (value != null) {
      target.addProperty(key, value);
    }
  }
}
