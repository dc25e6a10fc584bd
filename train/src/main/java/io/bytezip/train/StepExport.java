package io.bytezip.train;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.bytezip.engine.Model;
import io.bytezip.engine.ModelConfig;
import io.bytezip.engine.ModelConfig.LayoutInputs;
import io.bytezip.modelzoo.ConfigJson;
import io.bytezip.train.FlatParameters.Slice;
import io.bytezip.train.StepScript.Precision;
import io.bytezip.train.data.BatchBuilder;
import io.bytezip.train.data.InputTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Writes all that a program without Java needs to train a model with libtorch: the scripts as
 * TorchScript archives, the initial values, and {@code step.json}, which says what they mean. The
 * model itself is defined in {@link StepScript} alone.
 *
 * <p>Files: {@code step-f32.pt}, {@code step-bf16.pt} ({@link StepScript#trainingStep}), {@code
 * losses-f32.pt}, {@code losses-bf16.pt} ({@link StepScript#losses}), {@code logits-f32.pt} ({@link
 * StepScript#logits}), {@code initial.f32} (the flat vector, little endian) and {@code step.json}:
 *
 * <ul>
 *   <li>{@code format}, {@code name}, {@code license}; {@code settings}: {@link TrainSettings};
 *   <li>{@code config}: the model's configuration as the text that a safetensors file carries;
 *   <li>{@code size} of the flat vector; {@code tensors}: {@code name}, {@code offset}, {@code
 *       shape} of each, in the order of a safetensors file;
 *   <li>{@code inputs}: columns of the input matrix; {@code empty_row}: the row of the input table
 *       for unused inputs; {@code layout_rows}: the first row of each layout.
 * </ul>
 */
final class StepExport {
  private static final String FORMAT = "bytezip step 1";
  private static final Gson PRETTY =
      new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

  private final ModelConfig config;
  private final FlatParameters flat;
  private final TrainSettings settings;
  private final InputTable table;
  private final int inputs;

  StepExport(ModelConfig config, TrainSettings settings) {
    this.config = config;
    this.settings = settings;
    flat = new FlatParameters(config);
    table = new InputTable(config);
    inputs = new BatchBuilder(config).inputs();
  }

  /**
   * Writes the files into a folder, which is made if need be; {@code step.json} comes last.
   *
   * @param name what the model will be called
   * @param license SPDX id of the weights' licence
   */
  void write(Path folder, String name, String license) throws IOException {
    Files.createDirectories(folder);
    for (Precision precision : Precision.values()) {
      String suffix = "-" + precision.name().toLowerCase(Locale.ROOT) + ".pt";
      Files.write(
          folder.resolve("step" + suffix),
          ScriptArchive.of(script(precision).trainingStep(settings.torchOptimizer())));
      Files.write(folder.resolve("losses" + suffix), ScriptArchive.of(script(precision).losses()));
    }
    Files.write(folder.resolve("logits-f32.pt"), ScriptArchive.of(script(Precision.F32).logits()));
    float[] values = flat.initial(settings.seed());
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    Files.write(folder.resolve("initial.f32"), bytes.array());
    Files.writeString(folder.resolve("step.json"), PRETTY.toJson(json(name, license)) + "\n");
  }

  private StepScript script(Precision precision) {
    return new StepScript(
        config, flat, settings.sequences(), settings.length(), settings.micro(), inputs, precision);
  }

  private JsonObject json(String name, String license) {
    JsonObject json = new JsonObject();
    json.addProperty("format", FORMAT);
    json.addProperty("name", name);
    json.addProperty("license", license);
    json.addProperty("config", ConfigJson.compact(config));
    json.add("settings", settings.json());
    json.addProperty("size", flat.size());
    json.addProperty("inputs", inputs);
    json.addProperty("operations", StepCost.of(config, settings.length()).total());
    json.addProperty("empty_row", table.emptyRow());
    JsonObject rows = new JsonObject();
    for (LayoutInputs layout : config.layouts()) {
      rows.addProperty(layout.id(), table.layoutRow(layout.id()));
    }
    json.add("layout_rows", rows);
    JsonArray tensors = new JsonArray();
    for (String tensor : Model.shapes(config).keySet()) {
      Slice slice = flat.slices().get(tensor);
      JsonObject entry = new JsonObject();
      entry.addProperty("name", slice.name());
      entry.addProperty("offset", slice.offset());
      JsonArray shape = new JsonArray();
      slice.shape().forEach(shape::add);
      entry.add("shape", shape);
      tensors.add(entry);
    }
    json.add("tensors", tensors);
    return json;
  }
}
