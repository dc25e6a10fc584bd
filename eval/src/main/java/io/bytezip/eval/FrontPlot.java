package io.bytezip.eval;

import io.bytezip.eval.Report.By;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Ratio against the speed of compression, on a logarithmic axis, one picture a modality: bytezip's
 * variants are joined by a line, the others are points.
 */
public final class FrontPlot {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 700;
  private static final double LABEL_RISE = 0.02;

  private FrontPlot() {}

  /**
   * Draws what was measured; compressors that do not read all files of a modality are left out of
   * its picture.
   *
   * @param png a name that ends with .png; before that, each picture's name gets its modality
   * @return the pictures, replaced where they were there
   */
  public static List<Path> draw(Report report, Path png) throws IOException {
    List<Path> drawn = new ArrayList<>();
    for (Group group : report.parts(By.MODALITY)) {
      Path target = named(png, group.label());
      ChartImage.write(chart(report, group), target);
      drawn.add(target);
    }
    return drawn;
  }

  private static Path named(Path png, String label) {
    String name = png.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    return png.resolveSibling(stem + "-" + label + ".png");
  }

  private static XYChart chart(Report report, Group group) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .theme(ChartTheme.Matlab)
            .title(group.label() + ", " + group.results().size() + " files")
            .xAxisTitle("kB/s, compression, wall time")
            .yAxisTitle("compressed / raw bytes")
            .build();
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setYAxisDecimalPattern("0.00#");
    Map<String, Sum> sums = group.sums(report.names());
    sums.values().removeIf(sum -> sum.files() < group.results().size());
    double low = sums.values().stream().mapToDouble(Sum::ratio).min().orElseThrow();
    double high = sums.values().stream().mapToDouble(Sum::ratio).max().orElseThrow();
    double rise = Math.max(LABEL_RISE * (high - low), 1e-4);
    List<Sum> own = report.ownNames().stream().map(sums::get).toList();
    XYSeries front =
        chart.addSeries(
            "bytezip",
            own.stream().map(Sum::compressRate).toList(),
            own.stream().map(Sum::ratio).toList());
    front.setMarker(SeriesMarkers.CIRCLE);
    front.setLineStyle(new BasicStroke(2f));
    sums.forEach(
        (name, sum) -> {
          if (!report.ownNames().contains(name)) {
            XYSeries point =
                chart.addSeries(name, List.of(sum.compressRate()), List.of(sum.ratio()));
            point.setMarker(SeriesMarkers.DIAMOND);
            point.setMarkerColor(Color.DARK_GRAY);
          }
          chart.addAnnotation(
              new AnnotationText(name, sum.compressRate(), sum.ratio() + rise, false));
        });
    return chart;
  }
}
