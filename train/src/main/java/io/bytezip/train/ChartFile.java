package io.bytezip.train;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;

/** Charts as PNG files. */
final class ChartFile {
  private ChartFile() {}

  /**
   * Draws a chart.
   *
   * @param png replaced atomically
   */
  static void write(XYChart chart, Path png) throws IOException {
    BufferedImage picture =
        new BufferedImage(chart.getWidth(), chart.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    graphics.dispose();
    Path temporary = png.resolveSibling(png.getFileName() + ".tmp");
    // Given a file, ImageIO would print a trace where it cannot be opened.
    try (OutputStream out = Files.newOutputStream(temporary)) {
      ImageIO.write(picture, "png", out);
    }
    Files.move(temporary, png, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
