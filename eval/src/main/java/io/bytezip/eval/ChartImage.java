package io.bytezip.eval;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;

/** Charts as pictures, by AWT alone: a Java without a screen will do. */
final class ChartImage {
  private ChartImage() {}

  /** Paints a chart in its own size. */
  static BufferedImage of(XYChart chart) {
    BufferedImage picture =
        new BufferedImage(chart.getWidth(), chart.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    graphics.dispose();
    return picture;
  }

  /** Writes a chart as PNG; the file is replaced where it is there. */
  static void write(XYChart chart, Path png) throws IOException {
    BufferedImage picture = of(chart);
    // ImageIO prints a stack trace when it can't open a file by itself.
    try (OutputStream out = Files.newOutputStream(png)) {
      if (!ImageIO.write(picture, "png", out)) {
        throw new IOException("no PNG writer");
      }
    }
  }
}
