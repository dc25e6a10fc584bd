package io.bytezip.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.bytezip.codec.ModelId;
import io.bytezip.eval.Report.By;
import io.bytezip.modalities.Modality;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final ModelUse MODEL = new ModelUse(Optional.of(new ModelId(0x12)), "small", 1000);

  private static Measurement own(long bytes) {
    return new Measurement(bytes, 0.5, Double.NaN, 0, List.of(MODEL));
  }

  private static Measurement other(long bytes) {
    return new Measurement(bytes, 0.25, Double.NaN, 0, List.of());
  }

  private static FileResult result(
      String path, Modality modality, Map<String, Measurement> measurements) {
    return new FileResult(path, "set", modality, 10_000, 9_000, measurements);
  }

  private static List<Report.Column> columns(String... names) {
    return List.of(names).stream().map(name -> new Report.Column(name, "of " + name)).toList();
  }

  private static Report report(
      EvalOptions options, List<Report.Column> own, List<FileResult> results) {
    return new Report(
        options.withReference(true),
        own,
        columns("gzip", "PNG"),
        results,
        List.of("cjxl"),
        List.of(new Report.Problem("c", "empty")),
        0);
  }

  private static final Report REPORT =
      report(
          EvalOptions.DEFAULTS,
          columns("bytezip"),
          List.of(
              result(
                  "a, \"b\"", Modality.TEXT, Map.of("bytezip", own(2_500), "gzip", other(5_000))),
              result(
                  "p",
                  Modality.IMAGE,
                  Map.of("bytezip", own(2_500), "gzip", other(4_000), "PNG", other(3_000)))));

  /** Two files; in the second, mixed is 20 bytes above the best: beyond 8 bytes and 0.5 %. */
  private static final Report SIDE_BY_SIDE =
      report(
          EvalOptions.DEFAULTS,
          columns("frozen", "adaptive", "mixed"),
          List.of(
              result(
                  "t",
                  Modality.TEXT,
                  Map.of("frozen", own(3_000), "adaptive", own(2_000), "mixed", own(1_980))),
              result(
                  "u",
                  Modality.TEXT,
                  Map.of("frozen", own(1_000), "adaptive", own(2_500), "mixed", own(1_020)))));

  private static List<String> lines(Report report, By... by) throws IOException {
    StringBuilder out = new StringBuilder();
    ReportTable.print(report, List.of(by), out);
    return out.toString().lines().toList();
  }

  private static void assertHas(List<String> lines, String line) {
    assertTrue(lines.contains(line), String.join("\n", lines));
  }

  @Test
  void sumsCountEachModelOnce() {
    Group group = REPORT.groups(By.MODALITY).getLast();
    assertEquals("total", group.label());
    Sum total = group.sum("bytezip").orElseThrow();
    assertEquals(0.25, total.ratio());
    assertEquals(8.0 * 5_000 / 18_000, total.bitsPerByte());
    assertEquals(2_000, total.weightBytes());
    assertEquals(0.35, total.adjustedRatio());
    assertEquals(0.25 + 2_000 / 1e9, total.adjustedRatioAtGigabyte());
    assertEquals(20, total.compressRate());
    assertEquals(0.3, group.sums(REPORT.otherNames()).get("PNG").ratio());
    assertEquals(Optional.empty(), REPORT.groups(By.FILE).getFirst().sum("PNG"));
  }

  @Test
  void aMarginIsTheLargerOfAShareAndSomeBytes() {
    int[][] cases = {
      {100, 108, 0}, {100, 109, 1}, {10_000, 10_050, 0}, {10_000, 10_051, 1}, {100, 90, 0}
    };
    for (int[] one : cases) {
      Group group =
          new Group(
              "",
              List.of(
                  result(
                      "f",
                      Modality.TEXT,
                      Map.of("a", own(one[0]), "b", own(20_000), "c", own(one[1])))));
      Group.Margin margin = group.margin("c", List.of("a", "b"));
      assertEquals(one[2], margin.beyond());
      assertEquals((double) (one[1] - one[0]) / one[0], margin.excess());
    }
  }

  @Test
  void theTableSaysWhatItCounts() throws IOException {
    List<String> lines = lines(REPORT, By.MODALITY);
    assertHas(lines, "Weights not counted: archive bytes / raw bytes");
    assertHas(lines, "text       1     10,000          2,500  0.2500      2.222  20.0");
    assertHas(lines, "total     20,000         2,000  0.3500   0.2500   small");
    assertHas(lines, "text    0.2500        0.4500  0.5000         -");
    assertHas(lines, "total   0.2500        0.3500  0.4500   0.3000*");
    assertHas(lines, "not installed: cjxl");
    assertHas(lines, "  c: empty");
    assertTrue(lines.stream().allMatch(line -> line.length() <= 100));
  }

  @Test
  void variantsAreComparedFileByFile() throws IOException {
    List<String> lines = lines(SIDE_BY_SIDE, By.SET, By.FILE);
    // The best is 2,000 + 1,000 bytes, which no variant has.
    assertHas(lines, "set      2     20,000   1.778     2.000  1.333       +0.00 %       1");
    assertHas(lines, "t          1     10,000   2.667     1.778  1.760       -1.00 %       0");
    assertHas(lines, "u          1     10,000   0.889     2.222  0.907       +2.00 %       1");
    assertHas(lines, "total    20.0      20.0   20.0");
    assertHas(lines, "total  0.2000    0.2250  0.1500");
    assertTrue(lines.stream().allMatch(line -> line.length() <= 100));
  }

  @Test
  void processesHaveTimeBothWaysAndAPeak() throws IOException {
    Map<String, Measurement> measurements = new LinkedHashMap<>();
    measurements.put("mixed", new Measurement(2_500, 0.5, 0.25, 312_400_000, List.of()));
    measurements.put("gzip", new Measurement(5_000, 0.01, 0.02, 0, List.of()));
    Report report =
        report(
            EvalOptions.DEFAULTS.withLauncher(
                Optional.of(new Launcher(Path.of("bytezip"), List.of()))),
            columns("mixed"),
            List.of(result("t", Modality.TEXT, measurements)));
    List<String> lines = lines(report, By.MODALITY);
    assertHas(lines, "text: 1 files, 10,000 raw bytes");
    assertHas(lines, "mixed  2,500  0.2500     20.0       40.0      312");
    assertHas(lines, "gzip   5,000  0.5000   1000.0      500.0        -");
    StringBuilder out = new StringBuilder();
    ReportJson.print(report, out);
    JsonObject mixed = compressors(out, "groups", 0).getAsJsonObject("mixed");
    assertEquals(312_400_000, mixed.get("peak_bytes").getAsLong());
    assertEquals(40, mixed.get("decompress_kB_per_s").getAsDouble());
    assertFalse(mixed.has("ratio_with_weights"));
  }

  @Test
  void nothingToReportIsSaid() throws IOException {
    Report nothing = report(EvalOptions.DEFAULTS, columns("bytezip"), List.of());
    assertEquals("no file could be evaluated", lines(nothing, By.MODALITY).getFirst());
    ReportJson.print(nothing, new StringBuilder());
    ReportCsv.print(nothing, new StringBuilder());
  }

  private static JsonObject compressors(StringBuilder json, String list, int index) {
    return JsonParser.parseString(json.toString())
        .getAsJsonObject()
        .getAsJsonArray(list)
        .get(index)
        .getAsJsonObject()
        .getAsJsonObject("compressors");
  }

  @Test
  void jsonHasTheSameNumbers() throws IOException {
    StringBuilder out = new StringBuilder();
    ReportJson.print(REPORT, out);
    JsonObject total = compressors(out, "groups", 2).getAsJsonObject("bytezip");
    assertEquals(0.35, total.get("ratio_with_weights").getAsDouble());
    assertEquals(20_000, total.get("raw_bytes").getAsLong());
    assertFalse(total.has("decompress_kB_per_s"));
    assertFalse(total.has("peak_bytes"));
    JsonObject json = JsonParser.parseString(out.toString()).getAsJsonObject();
    assertEquals(
        "set", json.getAsJsonArray("groups").get(3).getAsJsonObject().get("by").getAsString());
    assertEquals(2, json.getAsJsonArray("files").size());
    assertEquals(
        "0000000000000012",
        json.getAsJsonArray("models").get(0).getAsJsonObject().get("id").getAsString());
    assertEquals(1, json.getAsJsonArray("problems").size());
    assertFalse(json.getAsJsonArray("files").get(0).getAsJsonObject().has("last_against_others"));
  }

  @Test
  void jsonComparesVariants() throws IOException {
    StringBuilder out = new StringBuilder();
    ReportJson.print(SIDE_BY_SIDE, out);
    JsonObject against =
        JsonParser.parseString(out.toString())
            .getAsJsonObject()
            .getAsJsonArray("groups")
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("last_against_others");
    assertEquals("mixed", against.get("name").getAsString());
    assertEquals(3_000, against.get("bytes").getAsLong());
    assertEquals(3_000, against.get("best_bytes_of_the_others").getAsLong());
    assertEquals(1, against.get("files_beyond_allowance").getAsInt());
  }

  @Test
  void csvHasARowForEachFileAndCompressor() throws IOException {
    StringBuilder out = new StringBuilder();
    ReportCsv.print(REPORT, out);
    List<String> lines = out.toString().lines().toList();
    assertEquals(6, lines.size());
    assertTrue(lines.get(0).endsWith(",peak_bytes,models,weight_bytes"));
    assertEquals(
        "\"a, \"\"b\"\"\",set,text,10000,9000,bytezip,2500,0.250000,2.222222,0.500000,,,small,2000",
        lines.get(1));
    assertEquals("p,set,image,10000,9000,PNG,3000,0.300000,2.666667,0.250000,,,,0", lines.get(5));
  }
}
