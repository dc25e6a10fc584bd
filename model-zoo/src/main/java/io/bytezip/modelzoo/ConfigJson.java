package io.bytezip.modelzoo;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.bytezip.engine.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A model's configuration as JSON, in the metadata of its safetensors file and as a file beside it.
 *
 * <p>Keys, all required: {@code hidden_size, num_attention_heads, num_key_value_heads, head_dim,
 * intermediate_size, windows} (one attention window a layer), {@code norm} ("rms" or "layer"),
 * {@code norm_position} ("pre" or "post"), {@code norm_eps, position} ("rope", "sinusoidal" or
 * "none"), {@code rope_theta, stride, layouts} (each {@code id, version, context_sizes}), {@code
 * ngrams} (each {@code order, rows, width}), {@code ngram_output}.
 */
public final class ConfigJson {
  private static final Gson COMPACT = new GsonBuilder().disableHtmlEscaping().create();
  private static final Gson PRETTY =
      new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

  private ConfigJson() {}

  /**
   * Reads a configuration.
   *
   * @throws IllegalArgumentException when the text is not JSON, or a key is unknown, missing or of
   *     the wrong type or range; the message names the key
   */
  public static ModelConfig parse(String json) {
    JsonFields in = new JsonFields(StrictJson.object(json), "");
    ModelConfig config =
        new ModelConfig(
            in.integer("hidden_size", 1),
            in.integer("num_attention_heads", 1),
            in.integer("num_key_value_heads", 1),
            in.integer("head_dim", 1),
            in.integer("intermediate_size", 1),
            in.integers("windows", 1),
            word(in, "norm", ModelConfig.Norm.class),
            preNorm(in),
            Float.parseFloat(in.positive("norm_eps")),
            word(in, "position", ModelConfig.Positions.class),
            Double.parseDouble(in.positive("rope_theta")),
            in.integer("stride", 0),
            layouts(in),
            ngrams(in),
            in.bool("ngram_output"));
    in.end();
    return config;
  }

  /** The configuration on one line; {@link #parse} gives back an equal one. */
  public static String compact(ModelConfig config) {
    return COMPACT.toJson(tree(config));
  }

  /** The configuration on many lines, for a file. */
  public static String pretty(ModelConfig config) {
    return PRETTY.toJson(tree(config)) + "\n";
  }

  private static <E extends Enum<E>> E word(JsonFields in, String key, Class<E> type) {
    String text = in.string(key);
    List<String> words = new ArrayList<>();
    for (E value : type.getEnumConstants()) {
      String word = value.name().toLowerCase(Locale.ROOT);
      if (word.equals(text)) {
        return value;
      }
      words.add(word);
    }
    throw new IllegalArgumentException(
        "key \"" + key + "\" must be one of " + words + ", not \"" + text + "\"");
  }

  private static boolean preNorm(JsonFields in) {
    String text = in.string("norm_position");
    return switch (text) {
      case "pre" -> true;
      case "post" -> false;
      default ->
          throw new IllegalArgumentException(
              "key \"norm_position\" must be one of [pre, post], not \"" + text + "\"");
    };
  }

  private static List<ModelConfig.LayoutInputs> layouts(JsonFields in) {
    List<ModelConfig.LayoutInputs> layouts = new ArrayList<>();
    for (JsonFields fields : in.objects("layouts")) {
      layouts.add(
          new ModelConfig.LayoutInputs(
              fields.string("id"),
              fields.integer("version", 0),
              fields.integers("context_sizes", 1)));
      fields.end();
    }
    return List.copyOf(layouts);
  }

  private static List<ModelConfig.Ngram> ngrams(JsonFields in) {
    List<ModelConfig.Ngram> ngrams = new ArrayList<>();
    for (JsonFields fields : in.objects("ngrams")) {
      ngrams.add(
          new ModelConfig.Ngram(
              fields.integer("order", 1), fields.integer("rows", 1), fields.integer("width", 1)));
      fields.end();
    }
    return List.copyOf(ngrams);
  }

  private static JsonObject tree(ModelConfig config) {
    JsonObject out = new JsonObject();
    out.addProperty("hidden_size", config.width());
    out.addProperty("num_attention_heads", config.heads());
    out.addProperty("num_key_value_heads", config.kvHeads());
    out.addProperty("head_dim", config.headWidth());
    out.addProperty("intermediate_size", config.hidden());
    out.add("windows", list(config.windows()));
    out.addProperty("norm", config.norm().name().toLowerCase(Locale.ROOT));
    out.addProperty("norm_position", config.preNorm() ? "pre" : "post");
    out.addProperty("norm_eps", config.normEpsilon());
    out.addProperty("position", config.positions().name().toLowerCase(Locale.ROOT));
    out.addProperty("rope_theta", config.ropeBase());
    out.addProperty("stride", config.stride());
    JsonArray layouts = new JsonArray();
    for (ModelConfig.LayoutInputs layout : config.layouts()) {
      JsonObject entry = new JsonObject();
      entry.addProperty("id", layout.id());
      entry.addProperty("version", layout.version());
      entry.add("context_sizes", list(layout.contextSizes()));
      layouts.add(entry);
    }
    out.add("layouts", layouts);
    JsonArray ngrams = new JsonArray();
    for (ModelConfig.Ngram ngram : config.ngrams()) {
      JsonObject entry = new JsonObject();
      entry.addProperty("order", ngram.order());
      entry.addProperty("rows", ngram.rows());
      entry.addProperty("width", ngram.width());
      ngrams.add(entry);
    }
    out.add("ngrams", ngrams);
    out.addProperty("ngram_output", config.ngramOutput());
    return out;
  }

  private static JsonArray list(List<Integer> numbers) {
    JsonArray array = new JsonArray(numbers.size());
    numbers.forEach(array::add);
    return array;
  }
}
