package io.bytezip.eval;

import io.bytezip.codec.SegmentCost;
import io.bytezip.modalities.SamplesLayout;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * What the samples of a sound take, over time: a line for each channel, each of its points the mean
 * of equally many frames. Grows by segment after segment; memory does not grow.
 */
final class CostChart implements CostDrawing {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 400;

  /** The most points of a line; an even number. */
  static final int MOST_POINTS = 1000;

  private final String name;
  private final SamplesLayout layout;
  private final double[][] sums;

  /** Frames of a point; all points but the last have so many. */
  private long framesOfPoint = 1;

  private long frames;
  private long bytes;
  private double total;

  /**
   * @param name stands in the title
   * @param first a segment that is {@linkplain #shows fit}; it is not added yet
   */
  CostChart(String name, SegmentCost first) {
    this.name = name;
    this.layout = (SamplesLayout) first.layout();
    this.sums = new double[this.layout.channels()][MOST_POINTS];
  }

  /** Whether a segment holds a whole frame of sound. */
  static boolean shows(SegmentCost cost) {
    return cost.layout() instanceof SamplesLayout samples
        && cost.bits().length >= samples.channels() * samples.bits() / 8;
  }

  /** Whether a segment goes on with this sound, as far as its layout tells. */
  boolean continues(SegmentCost cost) {
    return layout.equals(cost.layout());
  }

  void add(SegmentCost cost) {
    int sampleBytes = layout.bits() / 8;
    float[] bits = cost.bits();
    int frame = sampleBytes * layout.channels();
    for (int at = 0; at + frame <= bits.length; at += frame) {
      int point = nextPoint();
      for (int i = 0; i < frame; i++) {
        sums[i / sampleBytes][point] += bits[at + i];
        total += bits[at + i];
      }
    }
    bytes += bits.length;
  }

  private int nextPoint() {
    if (frames == framesOfPoint * MOST_POINTS) {
      for (double[] line : sums) {
        for (int i = 0; i < MOST_POINTS / 2; i++) {
          line[i] = line[2 * i] + line[2 * i + 1];
        }
        Arrays.fill(line, MOST_POINTS / 2, MOST_POINTS, 0);
      }
      framesOfPoint *= 2;
    }
    return (int) (frames++ / framesOfPoint);
  }

  /** The points of a channel's line, in bits a sample. */
  double[] line(int channel) {
    int points = (int) Math.ceilDiv(frames, framesOfPoint);
    double[] line = Arrays.copyOf(sums[channel], points);
    for (int i = 0; i < points; i++) {
      line[i] /= Math.min(framesOfPoint, frames - i * framesOfPoint);
    }
    return line;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public BufferedImage draw() {
    double mean = total / (frames * layout.channels());
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .theme(ChartTheme.Matlab)
            .title(String.format(Locale.ROOT, "%s: bits a sample, on average %.3f", name, mean))
            .xAxisTitle("frame")
            .yAxisTitle("bits a sample")
            .build();
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setXAxisDecimalPattern("#,##0");
    chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
    chart.getStyler().setLegendVisible(layout.channels() > 1);
    for (int channel = 0; channel < layout.channels(); channel++) {
      double[] line = line(channel);
      double[] at = new double[line.length];
      for (int i = 0; i < at.length; i++) {
        at[i] = (double) i * framesOfPoint;
      }
      chart.addSeries("channel " + (channel + 1), at, line).setMarker(SeriesMarkers.NONE);
    }
    return ChartImage.of(chart);
  }
}
