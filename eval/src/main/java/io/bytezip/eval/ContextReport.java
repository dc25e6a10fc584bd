package io.bytezip.eval;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * What a {@link ContextScan} found: as a table, as JSON, as a picture.
 *
 * @param window bytes of a window
 * @param curves one for each modality and model, in the order in which they were met
 * @param problems files that were left out
 */
public record ContextReport(int window, List<ContextCurve> curves, List<Report.Problem> problems)
    implements Findings {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 600;

  /** Copies the lists. */
  public ContextReport {
    curves = List.copyOf(curves);
    problems = List.copyOf(problems);
  }

  /** Prints a table in lines that end with a newline: a row for each stretch of the window. */
  @Override
  public void print(Appendable out) throws IOException {
    if (curves.isEmpty()) {
      out.append("nothing there has a window of " + window + " bytes that a model reads\n");
    } else {
      out.append(
          "Bits a byte of the transformer alone, by how many bytes of its window come before\n");
      List<String> header = new ArrayList<>(List.of("bytes before"));
      curves.forEach(curve -> header.add(name(curve)));
      TextTable table = new TextTable(header);
      List<ContextCurve.Stretch> rows = curves.getFirst().stretches();
      for (int i = 0; i < rows.size(); i++) {
        ContextCurve.Stretch row = rows.get(i);
        List<String> cells = new ArrayList<>();
        cells.add(row.from() == row.to() ? "" + row.from() : row.from() + " to " + row.to());
        for (ContextCurve curve : curves) {
          cells.add(String.format(Locale.ROOT, "%.3f", curve.stretches().get(i).bitsPerByte()));
        }
        table.row(cells);
      }
      List<String> counts = new ArrayList<>(List.of("windows"));
      curves.forEach(curve -> counts.add(String.format(Locale.ROOT, "%,d", curve.windows())));
      table.row(counts);
      table.print(out);
    }
    for (Report.Problem problem : problems) {
      out.append(problem.path() + ": " + problem.message() + '\n');
    }
  }

  @Override
  public void printJson(Appendable out) throws IOException {
    JsonObject root = new JsonObject();
    root.addProperty("window", window);
    JsonArray array = new JsonArray();
    for (ContextCurve curve : curves) {
      JsonObject entry = new JsonObject();
      entry.addProperty("modality", Report.label(curve.modality()));
      entry.addProperty("model", curve.model().name());
      entry.addProperty("model_id", curve.model().id().toString());
      entry.addProperty("windows", curve.windows());
      JsonArray stretches = new JsonArray();
      for (ContextCurve.Stretch stretch : curve.stretches()) {
        JsonObject point = new JsonObject();
        point.addProperty("from", stretch.from());
        point.addProperty("to", stretch.to());
        point.addProperty("bytes", stretch.bytes());
        point.addProperty("bits_per_byte", stretch.bitsPerByte());
        stretches.add(point);
      }
      entry.add("positions", stretches);
      array.add(entry);
    }
    root.add("curves", array);
    root.add("problems", Report.Problem.json(problems));
    ReportJson.print(root, out);
  }

  /**
   * Draws the curves over the middles of the stretches, on a logarithmic axis.
   *
   * @param png replaced where it is there
   */
  public void draw(Path png) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .theme(ChartTheme.Matlab)
            .title("Bits a byte of the transformer alone, in windows of " + window + " bytes")
            .xAxisTitle("bytes of the window before, and itself")
            .yAxisTitle("bits a byte")
            .build();
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setXAxisDecimalPattern("#,##0");
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
    for (ContextCurve curve : curves) {
      List<ContextCurve.Stretch> stretches = curve.stretches();
      XYSeries series =
          chart.addSeries(
              name(curve),
              stretches.stream().map(at -> (at.from() + at.to()) / 2.0 + 1).toList(),
              stretches.stream().map(ContextCurve.Stretch::bitsPerByte).toList());
      series.setMarker(SeriesMarkers.CIRCLE);
    }
    ChartImage.write(chart, png);
  }

  private static String name(ContextCurve curve) {
    return Report.label(curve.modality()) + ", " + curve.model().name();
  }
}
