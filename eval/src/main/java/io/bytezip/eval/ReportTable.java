package io.bytezip.eval;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report for people: three tables and what their numbers count. */
public final class ReportTable {
  private ReportTable() {}

  /** Prints the report in lines that end with a newline. */
  public static void print(Report report, Appendable out) throws IOException {
    List<Group> groups = report.groups();
    if (!groups.isEmpty()) {
      archives(report, groups, out);
      weights(groups, out);
      others(report, groups, out);
    } else {
      out.append("no file could be evaluated\n");
    }
    remarks(report, out);
  }

  private static void archives(Report report, List<Group> groups, Appendable out)
      throws IOException {
    out.append("Weights not counted: archive bytes / raw bytes\n");
    boolean verify = report.options().verify();
    List<String> header =
        new ArrayList<>(
            List.of("", "files", "raw bytes", "archive bytes", "ratio", "bits/byte", "kB/s"));
    if (verify) {
      header.add("back kB/s");
    }
    TextTable table = new TextTable(header);
    for (Group group : groups) {
      List<String> row =
          new ArrayList<>(
              List.of(
                  group.label(),
                  whole(group.results().size()),
                  whole(group.rawBytes()),
                  whole(group.archiveBytes()),
                  ratio(group.ratio()),
                  number("%.3f", group.bitsPerByte()),
                  number("%.1f", group.compressRate())));
      if (verify) {
        row.add(number("%.1f", group.decompressRate()));
      }
      table.row(row);
    }
    table.print(out);
  }

  private static void weights(List<Group> groups, Appendable out) throws IOException {
    out.append("\nWeights counted: (archive + weight bytes) / raw bytes, as it is, and at 1 GB\n");
    TextTable table =
        new TextTable(List.of("", "raw bytes", "weight bytes", "ratio", "at 1 GB", "models"));
    for (Group group : groups) {
      table.row(
          List.of(
              group.label(),
              whole(group.rawBytes()),
              whole(group.weightBytes()),
              ratio(group.adjustedRatio()),
              ratio(group.adjustedRatioAtGigabyte()),
              names(group.models())));
    }
    table.print(out);
  }

  private static void others(Report report, List<Group> groups, Appendable out) throws IOException {
    List<String> names =
        report.otherNames().stream()
            .filter(
                name -> groups.stream().anyMatch(group -> !group.others(List.of(name)).isEmpty()))
            .toList();
    out.append("\nBeside, ratios: compressed bytes / raw bytes\n");
    List<String> header = new ArrayList<>(List.of("", "bytezip", "with weights"));
    header.addAll(names);
    TextTable table = new TextTable(header);
    boolean partial = false;
    for (Group group : groups) {
      Map<String, Group.Other> others = group.others(names);
      List<String> row =
          new ArrayList<>(
              List.of(group.label(), ratio(group.ratio()), ratio(group.adjustedRatio())));
      for (String name : names) {
        Group.Other other = others.get(name);
        if (other == null) {
          row.add("-");
        } else {
          boolean all = other.files() == group.results().size();
          partial |= !all;
          row.add(ratio(other.ratio()) + (all ? " " : "*"));
        }
      }
      table.row(row);
    }
    table.print(out);
    if (partial) {
      out.append("* over those files of the row that it reads, and their raw bytes\n");
    }
  }

  private static void remarks(Report report, Appendable out) throws IOException {
    EvalOptions options = report.options();
    out.append("\nraw bytes: pictures as PNM, recordings as WAV, other files as they are\n");
    out.append("bits/byte: archive bits for each byte of text, each sub-pixel's byte, each byte");
    out.append(" of a sample;\n  file headers are in the archive, not in the divisor\n");
    out.append("weight bytes: 2 a parameter, each model once a row\n");
    if (options.maxFiles() > 0) {
      out.append("limit: " + options.maxFiles() + " files of each modality, evenly spaced\n");
    }
    if (options.maxBytes() > 0) {
      out.append("limit: about " + whole(options.maxBytes()) + " raw bytes of each modality\n");
    }
    for (Report.Other other : report.others()) {
      out.append(other.name() + ": " + other.description() + "\n");
    }
    if (!report.missing().isEmpty()) {
      out.append("not installed: " + String.join(", ", report.missing()) + "\n");
    }
    if (options.verify()) {
      out.append(
          report.mismatches() == 0
              ? "every archive was decoded and compared with its input\n"
              : report.mismatches() + " ARCHIVES DID NOT DECODE TO THEIR INPUT\n");
    }
    if (!report.problems().isEmpty()) {
      out.append("problems: " + report.problems().size() + "\n");
      for (Report.Problem problem : report.problems()) {
        out.append("  " + problem.path() + ": " + problem.message() + "\n");
      }
    }
  }

  private static String names(List<ModelUse> models) {
    return models.isEmpty()
        ? "none"
        : String.join(", ", models.stream().map(ModelUse::name).toList());
  }

  private static String whole(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String ratio(double ratio) {
    return number("%.4f", ratio);
  }

  private static String number(String format, double number) {
    return Double.isFinite(number) ? String.format(Locale.ROOT, format, number) : "-";
  }
}
