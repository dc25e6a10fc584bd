package io.bytezip.train;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.bytezip.train.data.Modality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What the runs of a sweep came to: a column for each varied key and each result. */
final class SweepTable {
  private final List<String> keys;
  private final List<JsonObject> rows = new ArrayList<>();

  SweepTable(List<String> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Adds a run.
   *
   * @param status done, stopped or failed
   */
  void add(SweepRun run, String status) throws IOException {
    JsonObject row = new JsonObject();
    for (int i = 0; i < keys.size(); i++) {
      row.addProperty(keys.get(i), run.run().values().get(i));
    }
    row.addProperty("status", status);
    JsonObject end = run.end();
    // The end tells the best validation, which is the exported model's.
    JsonObject results = end == null ? run.validation() : end;
    if (results != null) {
      for (String key : List.of("step", "bytes", "seconds", "bits")) {
        if (results.has(key)) {
          row.add(key, results.get(key));
        }
      }
      for (Modality modality : Modality.values()) {
        if (results.has(modality.toString())) {
          row.add(modality.toString(), results.get(modality.toString()));
        }
      }
      if (results.has("ood")) {
        results
            .getAsJsonObject("ood")
            .entrySet()
            .forEach(entry -> row.add("ood " + entry.getKey(), entry.getValue()));
      }
    }
    rows.add(row);
  }

  private List<String> columns() {
    Set<String> columns = new LinkedHashSet<>(keys);
    rows.forEach(row -> columns.addAll(row.keySet()));
    return List.copyOf(columns);
  }

  String json() {
    JsonArray array = new JsonArray();
    rows.forEach(array::add);
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(array)
        + "\n";
  }

  String csv() {
    StringBuilder text = new StringBuilder();
    List<String> columns = columns();
    line(text, columns);
    for (JsonObject row : rows) {
      line(text, columns.stream().map(column -> cell(row.get(column), false)).toList());
    }
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append(
        cells.stream()
            .map(
                cell ->
                    cell.matches("[^\",\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"')
            .collect(Collectors.joining(",")));
    text.append('\n');
  }

  /** For people: columns under one another. */
  String text() {
    List<String> columns = columns();
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns);
    for (JsonObject row : rows) {
      lines.add(columns.stream().map(column -> cell(row.get(column), true)).toList());
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder padded = new StringBuilder();
      for (int i = 0; i < columns.size(); i++) {
        int column = i;
        int width = lines.stream().mapToInt(other -> other.get(column).length()).max().orElse(0);
        padded.append(line.get(i)).repeat(' ', width - line.get(i).length() + 2);
      }
      text.append(padded.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String cell(JsonElement value, boolean rounded) {
    if (value == null) {
      return "";
    }
    boolean fraction =
        value.getAsJsonPrimitive().isNumber() && value.getAsDouble() != value.getAsLong();
    return rounded && fraction
        ? String.format(Locale.ROOT, "%.4f", value.getAsDouble())
        : value.getAsString();
  }
}
