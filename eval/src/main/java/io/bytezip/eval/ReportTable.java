package io.bytezip.eval;

import io.bytezip.eval.Report.By;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report for people: tables and what their numbers count. */
public final class ReportTable {
  private ReportTable() {}

  /**
   * Prints the report in lines that end with a newline.
   *
   * @param by what rows are; with several, the tables come once for each
   */
  public static void print(Report report, List<By> by, Appendable out) throws IOException {
    if (report.results().isEmpty()) {
      out.append("no file could be evaluated\n");
    } else {
      for (By rows : by) {
        tables(report, report.groups(rows), out);
        out.append('\n');
      }
    }
    remarks(report, out);
  }

  private static void tables(Report report, List<Group> groups, Appendable out) throws IOException {
    if (report.options().launcher().isPresent()) {
      for (Group group : groups) {
        processes(report, group, out);
      }
      return;
    }
    if (report.own().size() == 1) {
      archives(report, groups, out);
      weights(report.ownNames().getFirst(), groups, out);
    } else {
      sideBySide(report, groups, out);
      rates(report, groups, out);
    }
    beside(report, groups, out);
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
      Sum sum = own(group, report.ownNames().getFirst());
      List<String> row =
          new ArrayList<>(
              List.of(
                  group.label(),
                  whole(sum.files()),
                  whole(sum.rawBytes()),
                  whole(sum.bytes()),
                  ratio(sum.ratio()),
                  bits(sum.bitsPerByte()),
                  rate(sum.compressRate())));
      if (verify) {
        row.add(rate(sum.decompressRate()));
      }
      table.row(row);
    }
    table.print(out);
  }

  private static void weights(String name, List<Group> groups, Appendable out) throws IOException {
    out.append("\nWeights counted: (archive + weight bytes) / raw bytes, as it is, and at 1 GB\n");
    TextTable table =
        new TextTable(List.of("", "raw bytes", "weight bytes", "ratio", "at 1 GB", "models"));
    for (Group group : groups) {
      Sum sum = own(group, name);
      table.row(
          List.of(
              group.label(),
              whole(sum.rawBytes()),
              whole(sum.weightBytes()),
              ratio(sum.adjustedRatio()),
              ratio(sum.adjustedRatioAtGigabyte()),
              names(sum.models())));
    }
    table.print(out);
  }

  private static void sideBySide(Report report, List<Group> groups, Appendable out)
      throws IOException {
    List<String> names = report.ownNames();
    String last = names.getLast();
    out.append("Bits/byte, weights not counted; " + last);
    out.append(" against the best of the others, file by file\n");
    List<String> header = new ArrayList<>(List.of("", "files", "raw bytes"));
    header.addAll(names);
    header.addAll(List.of("against best", "beyond"));
    TextTable table = new TextTable(header);
    for (Group group : groups) {
      List<String> row =
          new ArrayList<>(
              List.of(group.label(), whole(group.results().size()), whole(group.rawBytes())));
      names.forEach(name -> row.add(bits(own(group, name).bitsPerByte())));
      Group.Margin margin = group.margin(last, names.subList(0, names.size() - 1));
      row.add(number("%+.2f %%", 100 * margin.excess()));
      row.add(whole(margin.beyond()));
      table.row(row);
    }
    table.print(out);
    out.append("beyond: files in which " + last + " is larger than the best by more than 0.5 %");
    out.append(" and more than 8 bytes\n");
  }

  private static void rates(Report report, List<Group> groups, Appendable out) throws IOException {
    boolean verify = report.options().verify();
    out.append(verify ? "\nkB/s there and back\n" : "\nkB/s\n");
    List<String> header = new ArrayList<>(List.of(""));
    for (String name : report.ownNames()) {
      header.add(name);
      if (verify) {
        header.add("back");
      }
    }
    TextTable table = new TextTable(header);
    for (Group group : groups) {
      List<String> row = new ArrayList<>(List.of(group.label()));
      for (String name : report.ownNames()) {
        Sum sum = own(group, name);
        row.add(rate(sum.compressRate()));
        if (verify) {
          row.add(rate(sum.decompressRate()));
        }
      }
      table.row(row);
    }
    table.print(out);
  }

  private static void beside(Report report, List<Group> groups, Appendable out) throws IOException {
    List<String> own = report.ownNames();
    List<String> others =
        report.otherNames().stream()
            .filter(name -> groups.stream().anyMatch(group -> group.sum(name).isPresent()))
            .toList();
    out.append("\nBeside, ratios: compressed bytes / raw bytes\n");
    List<String> header = new ArrayList<>(List.of(""));
    header.addAll(own);
    if (own.size() == 1) {
      header.add("with weights");
    }
    header.addAll(others);
    TextTable table = new TextTable(header);
    boolean partial = false;
    for (Group group : groups) {
      List<String> row = new ArrayList<>(List.of(group.label()));
      own.forEach(name -> row.add(ratio(own(group, name).ratio())));
      if (own.size() == 1) {
        row.add(ratio(own(group, own.getFirst()).adjustedRatio()));
      }
      Map<String, Sum> sums = group.sums(others);
      for (String name : others) {
        Sum sum = sums.get(name);
        partial |= sum != null && isPartial(sum, group);
        row.add(sum == null ? "-" : ratio(sum.ratio()) + (isPartial(sum, group) ? "*" : " "));
      }
      table.row(row);
    }
    table.print(out);
    star(partial, out);
  }

  private static void processes(Report report, Group group, Appendable out) throws IOException {
    out.append(group.label() + ": " + whole(group.results().size()) + " files, ");
    out.append(whole(group.rawBytes()) + " raw bytes\n");
    TextTable table = new TextTable(List.of("", "bytes", "ratio", "kB/s", "back kB/s", "peak MB"));
    boolean partial = false;
    for (Map.Entry<String, Sum> entry : group.sums(report.names()).entrySet()) {
      Sum sum = entry.getValue();
      partial |= isPartial(sum, group);
      table.row(
          List.of(
              entry.getKey(),
              whole(sum.bytes()),
              ratio(sum.ratio()) + (isPartial(sum, group) ? "*" : " "),
              rate(sum.compressRate()),
              rate(sum.decompressRate()),
              sum.peakBytes() == 0 ? "-" : whole(Math.round(sum.peakBytes() / 1e6))));
    }
    table.print(out);
    star(partial, out);
    out.append('\n');
  }

  private static boolean isPartial(Sum sum, Group group) {
    return sum.files() < group.results().size();
  }

  private static void star(boolean partial, Appendable out) throws IOException {
    if (partial) {
      out.append("* over those files of the row that it reads, and their raw bytes\n");
    }
  }

  private static void remarks(Report report, Appendable out) throws IOException {
    EvalOptions options = report.options();
    out.append(
        options.asIs()
            ? "raw bytes: all files as they are\n"
            : "raw bytes: pictures as PNM, recordings as WAV, other files as they are\n");
    out.append("bits/byte: archive bits for each byte of text, each sub-pixel's byte, each byte");
    out.append(" of a sample;\n  file headers are in the archive, not in the divisor\n");
    if (options.launcher().isPresent()) {
      out.append("kB/s: thousands of raw bytes a second of wall time, from the start of the");
      out.append(" process to its end\n");
      out.append("peak MB: the most resident memory of a process, in either direction\n");
    } else {
      out.append("kB/s: thousands of raw bytes a second of wall time\n");
      out.append("weight bytes: 2 a parameter, each model once a row\n");
    }
    if (!options.prefixes().isEmpty()) {
      out.append("prefixes: of files of text and others that have as many bytes\n");
    }
    if (options.maxFiles() > 0) {
      out.append("limit: " + options.maxFiles() + " files of each modality, evenly spaced\n");
    }
    if (options.maxBytes() > 0) {
      out.append("limit: about " + whole(options.maxBytes()) + " raw bytes of each modality\n");
    }
    for (Report.Column column : report.own()) {
      out.append(column.name() + ": " + column.description() + "\n");
    }
    for (Report.Column column : report.others()) {
      out.append(column.name() + ": " + column.description() + "\n");
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

  private static Sum own(Group group, String name) {
    return group.sum(name).orElseThrow();
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

  private static String bits(double bits) {
    return number("%.3f", bits);
  }

  private static String rate(double rate) {
    return number("%.1f", rate);
  }

  private static String number(String format, double number) {
    return Double.isFinite(number) ? String.format(Locale.ROOT, format, number) : "-";
  }
}
