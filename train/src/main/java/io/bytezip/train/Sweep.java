package io.bytezip.train;

import com.google.gson.Gson;
import io.bytezip.train.data.TrainException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The runs of a grid: every combination of the values listed.
 *
 * <p>YAML: {@code base} holds what all runs have in common, {@code grid} a list of values for each
 * key. A key is an option of {@code bytezip train} without its dashes, or a training setting, or
 * {@code model.} and a key of the model's configuration. A map gives an option once for each entry
 * ({@code data: {text: books}}), {@code true} gives it without a value.
 *
 * @param keys the varied keys
 * @param runs the last key's values change fastest
 */
record Sweep(List<String> keys, List<Run> runs) {
  private static final Gson GSON = new Gson();
  private static final int LONGEST_NAME = 150;

  /** What a sweep itself gives to every run. */
  private static final Set<String> GIVEN = Set.of("out", "resume", "name", "help", "version");

  /**
   * One run.
   *
   * @param name the folder's name
   * @param values of the varied keys
   * @param arguments of {@code bytezip train}
   */
  record Run(String name, List<String> values, List<String> arguments) {}

  /**
   * Reads a grid.
   *
   * @param options the option names of {@code bytezip train}, without dashes
   */
  static Sweep read(Path file, Set<String> options) throws IOException, TrainException {
    return parse(file.toString(), Files.readString(file), options);
  }

  static Sweep parse(String name, String yaml, Set<String> options) throws TrainException {
    Map<?, ?> root;
    try {
      root = map(new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(yaml), "");
    } catch (YamlEngineException e) {
      String line = e.getMessage().replaceAll("\\s+", " ").strip();
      throw new TrainException(name + " is not YAML: " + line, e);
    }
    for (Object key : root.keySet()) {
      if (!key.equals("base") && !key.equals("grid")) {
        throw new TrainException("unknown key \"" + key + "\" in " + name + ": base and grid");
      }
    }
    List<String> common = new ArrayList<>();
    if (root.get("base") != null) {
      for (Map.Entry<?, ?> entry : map(root.get("base"), "base").entrySet()) {
        common.addAll(arguments(entry.getKey().toString(), entry.getValue(), options));
      }
    }
    Map<String, List<?>> grid = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map(root.get("grid"), "grid").entrySet()) {
      String key = entry.getKey().toString();
      if (!(entry.getValue() instanceof List<?> values) || values.isEmpty()) {
        throw new TrainException("\"" + key + "\" in the grid of " + name + " needs a list");
      }
      grid.put(key, values);
    }
    List<Run> runs = List.of(new Run("", List.of(), common));
    for (Map.Entry<String, List<?>> entry : grid.entrySet()) {
      List<Run> longer = new ArrayList<>();
      for (Run run : runs) {
        for (Object value : entry.getValue()) {
          longer.add(with(run, entry.getKey(), value, options));
        }
      }
      runs = longer;
    }
    Set<String> names = new HashSet<>();
    for (Run run : runs) {
      if (run.name().isEmpty() || !names.add(run.name())) {
        throw new TrainException("two runs of " + name + " have the same values: " + run.name());
      }
    }
    return new Sweep(List.copyOf(grid.keySet()), List.copyOf(runs));
  }

  private static Run with(Run run, String key, Object value, Set<String> options)
      throws TrainException {
    List<String> values = new ArrayList<>(run.values());
    values.add(text(value));
    List<String> arguments = new ArrayList<>(run.arguments());
    arguments.addAll(arguments(key, value, options));
    String part = (key + "=" + text(value)).replaceAll("[^A-Za-z0-9._=-]+", "_");
    String name = run.name().isEmpty() ? part : run.name() + "," + part;
    if (name.length() > LONGEST_NAME) {
      name = name.substring(0, LONGEST_NAME - 9) + "-" + Integer.toHexString(name.hashCode());
    }
    return new Run(name, List.copyOf(values), List.copyOf(arguments));
  }

  private static List<String> arguments(String key, Object value, Set<String> options)
      throws TrainException {
    if (GIVEN.contains(key)) {
      throw new TrainException("a sweep itself gives --" + key + " to every run");
    }
    if (!options.contains(key)) {
      return List.of("--set", key + "=" + text(value));
    }
    String option = "--" + key;
    List<String> arguments = new ArrayList<>();
    switch (value) {
      case Boolean flag -> {
        if (flag) {
          arguments.add(option);
        }
      }
      case Map<?, ?> entries ->
          entries.forEach(
              (name, entry) -> {
                arguments.add(option);
                arguments.add(name + "=" + entry);
              });
      case List<?> entries ->
          entries.forEach(
              entry -> {
                arguments.add(option);
                arguments.add(entry.toString());
              });
      case null -> throw new TrainException("\"" + key + "\" has no value");
      default -> {
        arguments.add(option);
        arguments.add(value.toString());
      }
    }
    return arguments;
  }

  /** As JSON, but a plain word without quotes. */
  private static String text(Object value) {
    return value instanceof String word ? word : GSON.toJson(value);
  }

  private static Map<?, ?> map(Object value, String what) throws TrainException {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new TrainException(
        what.isEmpty()
            ? "a grid has two keys, base and grid"
            : "a grid needs keys and values under \"" + what + "\"");
  }
}
