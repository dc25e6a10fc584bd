package io.bytezip.eval;

import io.bytezip.codec.SegmentCost;
import io.bytezip.modalities.Pixels16Layout;
import io.bytezip.modalities.PixelsLayout;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What the pixels of an image take: one pixel of the picture a pixel of the image, rows in the
 * order of the file, and below them the scale. Other bytes are shown as an image of rows of {@link
 * #ROW} bytes, and so are images that are too wide to be drawn.
 *
 * <p>Memory: four bytes a pixel, and one more while it is drawn.
 */
final class CostImage implements CostDrawing {
  /** Bytes in a row where they are no pixels. */
  static final int ROW = 512;

  /** What is added below the pixels. */
  static final int LEGEND_HEIGHT = 56;

  /** The picture is at least so wide, for the scale to be read. */
  static final int MIN_WIDTH = 360;

  private static final int MAX_WIDTH = 1 << 15;
  private static final long MAX_PIXELS = 1L << 27;

  /** Of the scale; beside it there is room for the last number. */
  static final int BAR_WIDTH = 280;

  private static final int BAR_TOP = 26;
  private static final int BAR_HEIGHT = 10;
  private static final int MARGIN = 8;
  private static final int TICKS = 4;

  private final String name;
  private final String unit;
  private final int width;
  private final float[] values;
  private final long bytes;
  private final CostScale scale;

  private CostImage(
      String name, String unit, int width, float[] values, long bytes, OptionalDouble max) {
    this.name = name;
    this.unit = unit;
    this.width = width;
    this.values = values;
    this.bytes = bytes;
    this.scale = max.isPresent() ? new CostScale(max.getAsDouble()) : CostScale.fitting(values);
  }

  /**
   * @param name stands in the legend
   * @param max bits at the scale's end; one that fits if it is empty
   */
  static CostImage of(String name, SegmentCost cost, OptionalDouble max) {
    float[] bits = cost.bits();
    return switch (cost.layout()) {
      case PixelsLayout pixels -> pixels(name, bits, pixels.width(), pixels.channels(), max);
      case Pixels16Layout pixels -> pixels(name, bits, pixels.width(), pixels.channels() * 2, max);
      case null, default -> bytes(name, bits, max);
    };
  }

  private static CostImage pixels(
      String name, float[] bits, int width, int pixelBytes, OptionalDouble max) {
    int count = Math.ceilDiv(bits.length, pixelBytes);
    if (!fits(width, Math.ceilDiv(count, width))) {
      return bytes(name, bits, max);
    }
    float[] sums = new float[count];
    for (int i = 0; i < bits.length; i++) {
      sums[i / pixelBytes] += bits[i];
    }
    return new CostImage(name, "pixel", width, sums, bits.length, max);
  }

  private static CostImage bytes(String name, float[] bits, OptionalDouble max) {
    return new CostImage(name, "byte", Math.clamp(bits.length, 1, ROW), bits, bits.length, max);
  }

  private static boolean fits(int width, int height) {
    long pixels = Math.max(width, MIN_WIDTH) * ((long) height + LEGEND_HEIGHT);
    return width <= MAX_WIDTH && pixels <= MAX_PIXELS;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  /** Of the image itself. */
  int pixels() {
    return values.length;
  }

  @Override
  public BufferedImage draw() {
    int height = Math.ceilDiv(values.length, width);
    BufferedImage picture =
        new BufferedImage(
            Math.max(width, MIN_WIDTH),
            height + LEGEND_HEIGHT,
            BufferedImage.TYPE_BYTE_INDEXED,
            colours());
    byte[] row = new byte[width];
    double sum = 0;
    for (int y = 0; y < height; y++) {
      int count = Math.min(width, values.length - y * width);
      for (int x = 0; x < count; x++) {
        float bits = values[y * width + x];
        row[x] = (byte) scale.step(bits);
        sum += bits;
      }
      Arrays.fill(row, count, width, (byte) CostScale.STEPS);
      picture.getRaster().setDataElements(0, y, width, 1, row);
    }
    legend(picture, height, values.length == 0 ? 0 : sum / values.length);
    return picture;
  }

  /** Those of the scale, and grey for what a last row lacks. */
  private static IndexColorModel colours() {
    int[] rgb = new int[CostScale.STEPS + 1];
    for (int i = 0; i < CostScale.STEPS; i++) {
      rgb[i] = CostScale.colour(i).getRGB();
    }
    rgb[CostScale.STEPS] = Color.GRAY.getRGB();
    return new IndexColorModel(8, rgb.length, rgb, 0, false, -1, DataBuffer.TYPE_BYTE);
  }

  private void legend(BufferedImage picture, int top, double mean) {
    int full = picture.getWidth();
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, top, full, LEGEND_HEIGHT);
    if (width < full) {
      graphics.fillRect(width, 0, full - width, top);
    }
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    graphics.drawString(
        String.format(Locale.ROOT, "%s: bits a %s, on average %.3f", name, unit, mean),
        MARGIN,
        top + 18);
    graphics.drawRect(MARGIN - 1, top + BAR_TOP - 1, BAR_WIDTH + 1, BAR_HEIGHT + 1);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10));
    for (int i = 0; i <= TICKS; i++) {
      double bits = scale.max() * i / TICKS;
      String text = String.format(Locale.ROOT, bits == Math.rint(bits) ? "%.0f" : "%.2f", bits);
      int x = MARGIN + BAR_WIDTH * i / TICKS;
      graphics.drawLine(x, top + BAR_TOP + BAR_HEIGHT, x, top + BAR_TOP + BAR_HEIGHT + 3);
      graphics.drawString(i == TICKS ? text + " or more" : text, x - 2, top + LEGEND_HEIGHT - 4);
    }
    graphics.dispose();
    byte[] column = new byte[BAR_HEIGHT];
    for (int x = 0; x < BAR_WIDTH; x++) {
      Arrays.fill(column, (byte) scale.step((x + 0.5) / BAR_WIDTH * scale.max()));
      picture.getRaster().setDataElements(MARGIN + x, top + BAR_TOP, 1, BAR_HEIGHT, column);
    }
  }
}
