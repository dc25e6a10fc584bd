package io.bytezip.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.bytezip.codec.ModelId;
import io.bytezip.modalities.Modality;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final ModelUse MODEL = new ModelUse(new ModelId(0x12), "small", 1000);

  private static FileResult result(String path, Modality modality, Map<String, Long> others) {
    return new FileResult(path, modality, 10_000, 9_000, 2_500, 0.5, 0, List.of(MODEL), others);
  }

  private static Report report(List<FileResult> results) {
    return new Report(
        EvalOptions.DEFAULTS.withReference(true),
        results,
        List.of(new Report.Other("gzip", "level 9"), new Report.Other("PNG", "best")),
        List.of("cjxl"),
        List.of(new Report.Problem("c", "empty")),
        0);
  }

  private static final Report REPORT =
      report(
          List.of(
              result("a, \"b\"", Modality.TEXT, Map.of("gzip", 5_000L)),
              result("p", Modality.IMAGE, Map.of("gzip", 4_000L, "PNG", 3_000L))));

  @Test
  void sumsCountEachModelOnce() {
    Group total = REPORT.groups().getLast();
    assertEquals("total", total.label());
    assertEquals(0.25, total.ratio());
    assertEquals(8.0 * 5_000 / 18_000, total.bitsPerByte());
    assertEquals(2_000, total.weightBytes());
    assertEquals(0.35, total.adjustedRatio());
    assertEquals(0.25 + 2_000 / 1e9, total.adjustedRatioAtGigabyte());
    assertEquals(20, total.compressRate());
    assertEquals(0.3, total.others(REPORT.otherNames()).get("PNG").ratio());
  }

  @Test
  void theTableSaysWhatItCounts() throws IOException {
    StringBuilder out = new StringBuilder();
    ReportTable.print(REPORT, out);
    List<String> lines = out.toString().lines().toList();
    assertTrue(lines.contains("Weights not counted: archive bytes / raw bytes"));
    assertTrue(
        lines.contains("text       1     10,000          2,500  0.2500      2.222  20.0"),
        out.toString());
    assertTrue(
        lines.contains("total     20,000         2,000  0.3500   0.2500   small"), out.toString());
    assertTrue(lines.contains("text    0.2500        0.4500  0.5000         -"), out.toString());
    assertTrue(lines.contains("total   0.2500        0.3500  0.4500   0.3000*"), out.toString());
    assertTrue(lines.contains("not installed: cjxl"));
    assertTrue(lines.contains("  c: empty"));
    assertTrue(lines.stream().allMatch(line -> line.length() <= 100));
  }

  @Test
  void nothingToReportIsSaid() throws IOException {
    StringBuilder out = new StringBuilder();
    ReportTable.print(report(List.of()), out);
    assertTrue(out.toString().startsWith("no file could be evaluated\n"));
    ReportJson.print(report(List.of()), new StringBuilder());
    ReportCsv.print(report(List.of()), new StringBuilder());
  }

  @Test
  void jsonHasTheSameNumbers() throws IOException {
    StringBuilder out = new StringBuilder();
    ReportJson.print(REPORT, out);
    JsonObject json = JsonParser.parseString(out.toString()).getAsJsonObject();
    JsonObject total = json.getAsJsonArray("groups").get(2).getAsJsonObject();
    assertEquals(0.35, total.get("ratio_with_weights").getAsDouble());
    assertEquals(20_000, total.get("raw_bytes").getAsLong());
    assertFalse(total.has("decompress_kB_per_s"));
    assertEquals(2, json.getAsJsonArray("files").size());
    assertEquals(
        "0000000000000012",
        json.getAsJsonArray("models").get(0).getAsJsonObject().get("id").getAsString());
    assertEquals(1, json.getAsJsonArray("problems").size());
  }

  @Test
  void csvQuotesWhatNeedsIt() throws IOException {
    StringBuilder out = new StringBuilder();
    ReportCsv.print(REPORT, out);
    List<String> lines = out.toString().lines().toList();
    assertEquals(3, lines.size());
    assertTrue(lines.get(0).endsWith(",models,weight_bytes,gzip bytes,PNG bytes"));
    assertEquals(
        "\"a, \"\"b\"\"\",text,10000,9000,2500,0.250000,2.222222,0.500000,0.000000,small,2000,"
            + "5000,",
        lines.get(1));
  }
}
