package io.bytezip.eval;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;

/**
 * A report for programs: one JSON object; sizes in bytes, names say whether weights are counted.
 */
public final class ReportJson {
  private static final Gson JSON =
      new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

  private ReportJson() {}

  /** Prints the report. */
  public static void print(Report report, Appendable out) throws IOException {
    EvalOptions options = report.options();
    JsonObject root = new JsonObject();
    root.addProperty("profile", options.compress().profile().name());
    root.addProperty("threads", options.compress().threads());
    root.addProperty("max_files_per_modality", options.maxFiles());
    root.addProperty("max_bytes_per_modality", options.maxBytes());
    root.addProperty("verified", options.verify());
    root.addProperty("mismatches", report.mismatches());
    JsonArray models = new JsonArray();
    for (ModelUse model : new Group("", report.results()).models()) {
      JsonObject entry = new JsonObject();
      entry.addProperty("name", model.name());
      entry.addProperty("id", model.id().toString());
      entry.addProperty("parameters", model.parameters());
      entry.addProperty("weight_bytes", model.weightBytes());
      models.add(entry);
    }
    root.add("models", models);
    JsonArray others = new JsonArray();
    for (Report.Other other : report.others()) {
      JsonObject entry = new JsonObject();
      entry.addProperty("name", other.name());
      entry.addProperty("description", other.description());
      others.add(entry);
    }
    root.add("others", others);
    JsonArray missing = new JsonArray();
    report.missing().forEach(missing::add);
    root.add("missing_programs", missing);
    JsonArray groups = new JsonArray();
    for (Group group : report.groups()) {
      groups.add(group(group, report.otherNames()));
    }
    root.add("groups", groups);
    JsonArray files = new JsonArray();
    report.results().forEach(result -> files.add(file(result)));
    root.add("files", files);
    JsonArray problems = new JsonArray();
    for (Report.Problem problem : report.problems()) {
      JsonObject entry = new JsonObject();
      entry.addProperty("path", problem.path());
      entry.addProperty("message", problem.message());
      problems.add(entry);
    }
    root.add("problems", problems);
    out.append(JSON.toJson(root)).append('\n');
  }

  private static JsonObject group(Group group, List<String> names) {
    JsonObject out = new JsonObject();
    out.addProperty("group", group.label());
    out.addProperty("files", group.results().size());
    out.addProperty("raw_bytes", group.rawBytes());
    out.addProperty("payload_bytes", group.payloadBytes());
    out.addProperty("archive_bytes", group.archiveBytes());
    out.addProperty("weight_bytes", group.weightBytes());
    out.addProperty("ratio_without_weights", group.ratio());
    out.addProperty("bits_per_byte_without_weights", group.bitsPerByte());
    out.addProperty("ratio_with_weights", group.adjustedRatio());
    out.addProperty("ratio_with_weights_at_1e9_raw_bytes", group.adjustedRatioAtGigabyte());
    rate(out, "compress_kB_per_s", group.compressRate());
    rate(out, "decompress_kB_per_s", group.decompressRate());
    JsonObject others = new JsonObject();
    group
        .others(names)
        .forEach(
            (name, other) -> {
              JsonObject entry = new JsonObject();
              entry.addProperty("files", other.files());
              entry.addProperty("raw_bytes", other.rawBytes());
              entry.addProperty("bytes", other.bytes());
              entry.addProperty("ratio", other.ratio());
              others.add(name, entry);
            });
    out.add("others", others);
    return out;
  }

  private static JsonObject file(FileResult result) {
    JsonObject out = new JsonObject();
    out.addProperty("path", result.path());
    out.addProperty("modality", Report.label(result.modality()));
    out.addProperty("raw_bytes", result.rawBytes());
    out.addProperty("payload_bytes", result.payloadBytes());
    out.addProperty("archive_bytes", result.archiveBytes());
    out.addProperty("compress_seconds", result.compressSeconds());
    out.addProperty("decompress_seconds", result.decompressSeconds());
    JsonArray models = new JsonArray();
    result.models().forEach(model -> models.add(model.name()));
    out.add("models", models);
    JsonObject others = new JsonObject();
    result.others().forEach(others::addProperty);
    out.add("others", others);
    return out;
  }

  private static void rate(JsonObject out, String key, double rate) {
    if (Double.isFinite(rate)) {
      out.addProperty(key, rate);
    }
  }
}
