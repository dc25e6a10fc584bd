package io.bytezip.eval;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A report for spreadsheets: a header and one row a file, RFC 4180 with newlines; weights are in no
 * number but their own.
 */
public final class ReportCsv {
  private ReportCsv() {}

  /** Prints the report. */
  public static void print(Report report, Appendable out) throws IOException {
    List<String> header =
        new ArrayList<>(
            List.of(
                "path",
                "modality",
                "raw_bytes",
                "payload_bytes",
                "archive_bytes",
                "ratio_without_weights",
                "bits_per_byte_without_weights",
                "compress_seconds",
                "decompress_seconds",
                "models",
                "weight_bytes"));
    report.otherNames().forEach(name -> header.add(name + " bytes"));
    row(header, out);
    for (FileResult result : report.results()) {
      Group group = new Group("", List.of(result));
      List<String> cells =
          new ArrayList<>(
              List.of(
                  result.path(),
                  Report.label(result.modality()),
                  Long.toString(result.rawBytes()),
                  Long.toString(result.payloadBytes()),
                  Long.toString(result.archiveBytes()),
                  decimal(group.ratio()),
                  decimal(group.bitsPerByte()),
                  decimal(result.compressSeconds()),
                  decimal(result.decompressSeconds()),
                  String.join(" ", result.models().stream().map(ModelUse::name).toList()),
                  Long.toString(group.weightBytes())));
      for (String name : report.otherNames()) {
        Long bytes = result.others().get(name);
        cells.add(bytes == null ? "" : bytes.toString());
      }
      row(cells, out);
    }
  }

  private static String decimal(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.6f", value) : "";
  }

  private static void row(List<String> cells, Appendable out) throws IOException {
    String separator = "";
    for (String cell : cells) {
      out.append(separator).append(quoted(cell));
      separator = ",";
    }
    out.append('\n');
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().allMatch(c -> c >= ' ' && c != ',' && c != '"');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
