package io.bytezip.train;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.bytezip.train.data.Modality;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A run's bits a byte against the megabytes it has seen, as a picture: training (means of equal
 * parts of the run), held-out data and out-of-distribution data of each kind.
 */
final class LossCurve {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 600;
  private static final int MOST_POINTS = 250;
  private static final double CLIPPED = 0.02;

  /** One curve; points in the order of the run. */
  private record Curve(List<Double> megabytes, List<Double> bits) {
    Curve() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    void add(double bytes, double value) {
      megabytes.add(bytes / 1e6);
      bits.add(value);
    }

    /** At most so many points, each the mean of neighbours. */
    Curve thinned(int most) {
      int each = Math.max(1, Math.ceilDiv(bits.size(), most));
      Curve thin = new Curve();
      for (int i = 0; i < bits.size(); i += each) {
        int end = Math.min(bits.size(), i + each);
        thin.megabytes.add(mean(megabytes.subList(i, end)));
        thin.bits.add(mean(bits.subList(i, end)));
      }
      return thin;
    }

    private static double mean(List<Double> numbers) {
      return numbers.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
  }

  private LossCurve() {}

  /**
   * Draws the events of a log; nothing where there is nothing to draw yet.
   *
   * @param png the picture, replaced atomically
   */
  static void draw(String title, List<JsonObject> events, Path png) throws IOException {
    Map<String, Curve> curves = curves(events);
    if (curves.isEmpty()) {
      return;
    }
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .theme(ChartTheme.Matlab)
            .title(title)
            .xAxisTitle("megabytes seen")
            .yAxisTitle("bits a byte")
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
    chart.getStyler().setYAxisDecimalPattern("0.0##");
    chart.getStyler().setXAxisDecimalPattern("#,##0.###");
    chart.getStyler().setYAxisMax(top(curves.values()));
    curves.forEach(
        (name, curve) -> {
          XYSeries series = chart.addSeries(name, curve.megabytes(), curve.bits());
          boolean training = name.equals("training");
          series.setMarker(training ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
          series.setLineStyle(new BasicStroke(training ? 1f : 2f));
          if (training) {
            series.setLineColor(Color.GRAY);
          }
        });
    ChartFile.write(chart, png);
  }

  private static Map<String, Curve> curves(List<JsonObject> events) {
    Map<String, Curve> curves = new LinkedHashMap<>();
    Curve training = new Curve();
    for (JsonObject event : events) {
      if (event.get("event").getAsString().equals("train")) {
        training.add(event.get("bytes").getAsDouble(), event.get("bits").getAsDouble());
      }
    }
    if (!training.bits().isEmpty()) {
      curves.put("training", training.thinned(MOST_POINTS));
    }
    for (JsonObject event : events) {
      if (event.get("event").getAsString().equals("validation")) {
        double bytes = event.get("bytes").getAsDouble();
        points(curves, "held out: ", event, bytes);
        if (event.has("ood")) {
          points(curves, "other data: ", event.getAsJsonObject("ood"), bytes);
        }
      }
    }
    return curves;
  }

  private static void points(
      Map<String, Curve> curves, String prefix, JsonObject results, double bytes) {
    for (Modality modality : Modality.values()) {
      JsonElement bits = results.get(modality.toString());
      if (bits != null) {
        curves
            .computeIfAbsent(prefix + modality, name -> new Curve())
            .add(bytes, bits.getAsDouble());
      }
    }
  }

  /** The axis' end: the first steps' eight bits would flatten all that follows. */
  private static double top(Iterable<Curve> curves) {
    double top = 0;
    for (Curve curve : curves) {
      double[] sorted = curve.bits().stream().mapToDouble(Double::doubleValue).sorted().toArray();
      int last = (int) Math.floor((1 - CLIPPED) * (sorted.length - 1));
      top = Math.max(top, Arrays.stream(sorted).limit(last + 1L).max().orElseThrow());
    }
    return 1.02 * top;
  }
}
