package io.bytezip.eval;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A report for spreadsheets: a header and one row for each file and compressor, RFC 4180 with
 * newlines; weights are in no number but their own, and what was not measured is empty.
 */
public final class ReportCsv {
  private ReportCsv() {}

  /** Prints the report. */
  public static void print(Report report, Appendable out) throws IOException {
    row(
        List.of(
            "path",
            "set",
            "modality",
            "raw_bytes",
            "payload_bytes",
            "compressor",
            "bytes",
            "ratio_without_weights",
            "bits_per_byte_without_weights",
            "compress_seconds",
            "decompress_seconds",
            "peak_bytes",
            "models",
            "weight_bytes"),
        out);
    for (FileResult result : report.results()) {
      Group group = new Group(result.path(), List.of(result));
      for (Map.Entry<String, Sum> entry : group.sums(report.names()).entrySet()) {
        Sum sum = entry.getValue();
        row(
            List.of(
                result.path(),
                result.set(),
                Report.label(result.modality()),
                Long.toString(result.rawBytes()),
                Long.toString(result.payloadBytes()),
                entry.getKey(),
                Long.toString(sum.bytes()),
                decimal(sum.ratio()),
                decimal(sum.bitsPerByte()),
                decimal(sum.compressSeconds()),
                decimal(sum.decompressSeconds()),
                sum.peakBytes() == 0 ? "" : Long.toString(sum.peakBytes()),
                String.join(" ", sum.models().stream().map(ModelUse::name).toList()),
                Long.toString(sum.weightBytes())),
            out);
      }
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
