package io.bytezip.train;

import io.bytezip.train.PowerLaw.Point;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Runs and their law as a picture: bits a byte against operations, the latter logarithmic. */
final class ScalingPlot {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 560;
  private static final int STEPS = 100;

  private ScalingPlot() {}

  /**
   * Draws.
   *
   * @param points the runs, by rising compute
   * @param law null for none
   * @param times how far beyond the last run the law is drawn
   */
  static void draw(List<Point> points, PowerLaw law, double times, Path png) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .theme(ChartTheme.Matlab)
            .title("bits a byte against training compute")
            .xAxisTitle("FLOP")
            .yAxisTitle("bits a byte, held out")
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisDecimalPattern("0.0##");
    chart
        .addSeries(
            "runs",
            points.stream().map(Point::flop).toList(),
            points.stream().map(Point::bits).toList())
        .setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    if (law != null) {
      double from = points.get(0).flop();
      double to = times * points.get(points.size() - 1).flop();
      List<Double> flop = new ArrayList<>();
      List<Double> bits = new ArrayList<>();
      for (int i = 0; i <= STEPS; i++) {
        double x = from * Math.pow(to / from, (double) i / STEPS);
        flop.add(x);
        bits.add(law.bits(x));
      }
      chart.addSeries("law", flop, bits).setMarker(SeriesMarkers.NONE);
    }
    ChartFile.write(chart, png);
  }
}
