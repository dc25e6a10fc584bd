package io.bytezip.eval;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.bytezip.eval.Report.By;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * A report for programs: one JSON object; sizes in bytes, names say whether weights are counted;
 * what was not measured is absent.
 */
public final class ReportJson {
  private static final Gson JSON =
      new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

  private ReportJson() {}

  /** Prints the report. */
  public static void print(Report report, Appendable out) throws IOException {
    EvalOptions options = report.options();
    JsonObject root = new JsonObject();
    root.addProperty("threads", options.variants().getFirst().options().threads());
    root.addProperty("max_files_per_modality", options.maxFiles());
    root.addProperty("max_bytes_per_modality", options.maxBytes());
    root.addProperty("as_processes", options.launcher().isPresent());
    root.addProperty("verified", options.verify());
    root.addProperty("mismatches", report.mismatches());
    JsonArray models = new JsonArray();
    new Group("", report.results())
        .sums(report.ownNames()).values().stream()
            .flatMap(sum -> sum.models().stream())
            .distinct()
            .forEach(model -> models.add(model(model)));
    root.add("models", models);
    root.add("bytezip", columns(report.own()));
    root.add("others", columns(report.others()));
    JsonArray missing = new JsonArray();
    report.missing().forEach(missing::add);
    root.add("missing_programs", missing);
    JsonArray groups = new JsonArray();
    report.groups(By.MODALITY).forEach(group -> groups.add(group(report, By.MODALITY, group)));
    report.parts(By.SET).forEach(group -> groups.add(group(report, By.SET, group)));
    root.add("groups", groups);
    JsonArray files = new JsonArray();
    report.results().forEach(result -> files.add(file(report, result)));
    root.add("files", files);
    root.add("problems", Report.Problem.json(report.problems()));
    print(root, out);
  }

  /** Prints one JSON object as every report is printed. */
  static void print(JsonObject root, Appendable out) throws IOException {
    out.append(JSON.toJson(root)).append('\n');
  }

  private static JsonObject model(ModelUse model) {
    JsonObject entry = new JsonObject();
    entry.addProperty("name", model.name());
    model.id().ifPresent(id -> entry.addProperty("id", id.toString()));
    entry.addProperty("parameters", model.parameters());
    entry.addProperty("weight_bytes", model.weightBytes());
    return entry;
  }

  private static JsonArray columns(List<Report.Column> columns) {
    JsonArray array = new JsonArray();
    for (Report.Column column : columns) {
      JsonObject entry = new JsonObject();
      entry.addProperty("name", column.name());
      entry.addProperty("description", column.description());
      array.add(entry);
    }
    return array;
  }

  private static JsonObject group(Report report, By by, Group group) {
    JsonObject out = new JsonObject();
    out.addProperty("by", by.name().toLowerCase(Locale.ROOT));
    out.addProperty("group", group.label());
    sums(report, group, out);
    return out;
  }

  private static JsonObject file(Report report, FileResult result) {
    JsonObject out = new JsonObject();
    out.addProperty("path", result.path());
    out.addProperty("set", result.set());
    out.addProperty("modality", Report.label(result.modality()));
    sums(report, new Group(result.path(), List.of(result)), out);
    return out;
  }

  private static void sums(Report report, Group group, JsonObject out) {
    out.addProperty("files", group.results().size());
    out.addProperty("raw_bytes", group.rawBytes());
    out.addProperty("payload_bytes", group.payloadBytes());
    List<String> own = report.ownNames();
    if (own.size() > 1) {
      Group.Margin margin = group.margin(own.getLast(), own.subList(0, own.size() - 1));
      JsonObject entry = new JsonObject();
      entry.addProperty("name", own.getLast());
      entry.addProperty("bytes", margin.bytes());
      entry.addProperty("best_bytes_of_the_others", margin.best());
      entry.addProperty("files_beyond_allowance", margin.beyond());
      out.add("last_against_others", entry);
    }
    boolean knowsModels = report.options().launcher().isEmpty();
    JsonObject compressors = new JsonObject();
    group
        .sums(report.names())
        .forEach((name, sum) -> compressors.add(name, sum(sum, knowsModels && own.contains(name))));
    out.add("compressors", compressors);
  }

  private static JsonObject sum(Sum sum, boolean own) {
    JsonObject out = new JsonObject();
    out.addProperty("files", sum.files());
    out.addProperty("raw_bytes", sum.rawBytes());
    out.addProperty("bytes", sum.bytes());
    out.addProperty("ratio_without_weights", sum.ratio());
    out.addProperty("bits_per_byte_without_weights", sum.bitsPerByte());
    measured(out, "compress_seconds", sum.compressSeconds());
    measured(out, "decompress_seconds", sum.decompressSeconds());
    measured(out, "compress_kB_per_s", sum.compressRate());
    measured(out, "decompress_kB_per_s", sum.decompressRate());
    if (sum.peakBytes() > 0) {
      out.addProperty("peak_bytes", sum.peakBytes());
    }
    if (own) {
      out.addProperty("weight_bytes", sum.weightBytes());
      out.addProperty("ratio_with_weights", sum.adjustedRatio());
      out.addProperty("ratio_with_weights_at_1e9_raw_bytes", sum.adjustedRatioAtGigabyte());
      JsonArray models = new JsonArray();
      sum.models().forEach(model -> models.add(model.name()));
      out.add("models", models);
    }
    return out;
  }

  private static void measured(JsonObject out, String key, double value) {
    if (Double.isFinite(value)) {
      out.addProperty(key, value);
    }
  }
}
