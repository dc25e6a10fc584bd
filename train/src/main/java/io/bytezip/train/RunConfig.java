package io.bytezip.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.bytezip.engine.ModelConfig;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import io.bytezip.modelzoo.ConfigJson;
import io.bytezip.train.data.TrainException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A run's configuration file: {@code {"model": {...}, "training": {...}}}. The model's keys are
 * those of {@link ConfigJson}; a layout may be given by its name alone. The training keys are the
 * components of {@link TrainSettings}.
 *
 * @param model the model's shape
 * @param training keys that differ from the defaults
 */
record RunConfig(ModelConfig model, JsonObject training) {
  private static final List<String> BUILT_IN =
      List.of("text", "text-small", "text-wide", "image", "audio", "all", "vanilla");

  /** Reads a file, or one of the built-in configurations by name. */
  static RunConfig load(String nameOrPath) throws IOException, TrainException {
    return load(nameOrPath, new JsonObject());
  }

  /**
   * As above, with the given keys of the model changed.
   *
   * @throws TrainException also where the model has no such key
   */
  static RunConfig load(String nameOrPath, JsonObject changes) throws IOException, TrainException {
    return parse(nameOrPath, text(nameOrPath), changes);
  }

  private static String text(String nameOrPath) throws IOException, TrainException {
    if (BUILT_IN.contains(nameOrPath)) {
      try (InputStream in =
          RunConfig.class.getResourceAsStream("configs/" + nameOrPath + ".json")) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
    Path file = Path.of(nameOrPath);
    if (!Files.isRegularFile(file)) {
      throw new TrainException(
          "no configuration " + nameOrPath + ": neither a file nor one of " + BUILT_IN);
    }
    return Files.readString(file);
  }

  private static RunConfig parse(String name, String json, JsonObject changes)
      throws TrainException {
    try {
      JsonObject root = JsonParser.parseString(json).getAsJsonObject();
      for (String key : root.keySet()) {
        if (!key.equals("model") && !key.equals("training")) {
          throw new TrainException("bad configuration " + name + ": unknown key \"" + key + "\"");
        }
      }
      if (!root.has("model")) {
        throw new TrainException("bad configuration " + name + ": no \"model\"");
      }
      JsonObject model = root.getAsJsonObject("model");
      changes.entrySet().forEach(change -> model.add(change.getKey(), change.getValue()));
      expandLayouts(model);
      JsonObject training =
          root.has("training") ? root.getAsJsonObject("training") : new JsonObject();
      return new RunConfig(ConfigJson.parse(model.toString()), training);
    } catch (JsonParseException
        | IllegalArgumentException
        | IllegalStateException
        | ClassCastException e) {
      throw new TrainException("bad configuration " + name + ": " + e.getMessage(), e);
    }
  }

  private static void expandLayouts(JsonObject model) throws TrainException {
    if (!model.has("layouts") || !model.get("layouts").isJsonArray()) {
      return;
    }
    JsonArray expanded = new JsonArray();
    for (JsonElement entry : model.getAsJsonArray("layouts")) {
      expanded.add(entry.isJsonPrimitive() ? full(entry.getAsString()) : entry);
    }
    model.add("layouts", expanded);
  }

  private static JsonObject full(String id) throws TrainException {
    Layout layout =
        switch (id) {
          case BytesLayout.ID -> new BytesLayout();
          case PixelsLayout.ID -> new PixelsLayout(1, 1, false);
          case SamplesLayout.ID -> new SamplesLayout(1, 16, true, false);
          default ->
              throw new TrainException(
                  "no layout is called \"" + id + "\": bytes, pixels or samples");
        };
    JsonObject full = new JsonObject();
    full.addProperty("id", id);
    full.addProperty("version", layout.version());
    JsonArray sizes = new JsonArray();
    for (int size : layout.contextSizes()) {
      sizes.add(size);
    }
    full.add("context_sizes", sizes);
    return full;
  }
}
