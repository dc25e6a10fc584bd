package io.bytezip.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.codec.SegmentCost;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.PixelsLayout;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CostImageTest {
  private static final OptionalDouble FITTING = OptionalDouble.empty();

  private static BufferedImage draw(SegmentCost cost, OptionalDouble max) {
    return CostImage.of("name", cost, max).draw();
  }

  private static Color at(BufferedImage picture, int x, int y) {
    return new Color(picture.getRGB(x, y));
  }

  private static Color colour(double bits, double max) {
    return CostScale.colour(new CostScale(max).step(bits));
  }

  @Test
  void aPixelIsThePixelOfItsBits() {
    int width = 400;
    float[] bits = new float[width * 5 * 3];
    for (int i = 0; i < bits.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      bits[i] = i % 3 == 0 ? 0.25f + y : x / 100f;
    }
    BufferedImage picture =
        draw(
            Costs.of(new PixelsLayout(width, 3, false), new byte[bits.length], bits),
            OptionalDouble.of(10));
    assertEquals(width, picture.getWidth());
    assertEquals(5 + CostImage.LEGEND_HEIGHT, picture.getHeight());
    for (int y = 0; y < 5; y++) {
      for (int x = 0; x < width; x++) {
        double sum = 0.25 + y + 2 * (x / 100f);
        assertEquals(colour(sum, 10), at(picture, x, y), x + ", " + y);
      }
    }
  }

  @Test
  void theScaleGoesFromBlackToWhite() {
    assertEquals(Color.BLACK, colour(0, 8));
    assertEquals(Color.WHITE, colour(8, 8));
    assertEquals(Color.WHITE, colour(100, 8));
    int before = -1;
    for (int step = 0; step < CostScale.STEPS; step++) {
      Color colour = CostScale.colour(step);
      int sum = colour.getRed() + colour.getGreen() + colour.getBlue();
      assertTrue(sum > before, "step " + step);
      before = sum;
    }
  }

  @Test
  void aScaleFitsNearlyAll() {
    float[] values = new float[100_000];
    Arrays.fill(values, 2.5f);
    Arrays.fill(values, 0, 500, 90);
    assertEquals(3, CostScale.fitting(values).max());
    Arrays.fill(values, 0, 5000, 90);
    assertEquals(96, CostScale.fitting(values).max());
    assertEquals(1, CostScale.fitting(new float[0]).max());
    assertEquals(1000, CostScale.fitting(new float[] {1000}).max());
  }

  @Test
  void narrowPicturesHaveRoomForTheLegend() {
    byte[] bytes = new byte[10 * 20 - 4];
    BufferedImage picture = draw(Costs.even(new PixelsLayout(10, 1, false), bytes, 1), FITTING);
    assertEquals(CostImage.MIN_WIDTH, picture.getWidth());
    assertEquals(20 + CostImage.LEGEND_HEIGHT, picture.getHeight());
    assertEquals(colour(1, 2), at(picture, 5, 19));
    assertEquals(Color.GRAY, at(picture, 6, 19), "what the last row lacks");
    assertEquals(Color.WHITE, at(picture, 10, 19), "beside the picture");
  }

  @Test
  void theLegendHasTheScaleAndNumbers() {
    byte[] bytes = new byte[CostImage.MIN_WIDTH];
    BufferedImage picture =
        draw(Costs.even(new PixelsLayout(CostImage.MIN_WIDTH, 1, false), bytes, 1), FITTING);
    int bar = 1 + 30;
    assertTrue(at(picture, 8, bar).getRed() < 10);
    assertTrue(at(picture, 7 + CostImage.BAR_WIDTH, bar).getBlue() > 240);
    assertTrue(blackPixels(picture, 2, 22) > 100, "the title");
    assertTrue(blackPixels(picture, 1 + 42, picture.getHeight()) > 50, "the numbers");
  }

  private static int blackPixels(BufferedImage picture, int from, int to) {
    int count = 0;
    for (int y = from; y < to; y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        count += at(picture, x, y).equals(Color.BLACK) ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void otherBytesLieInRows() {
    float[] bits = new float[3 * CostImage.ROW];
    bits[CostImage.ROW + 7] = 4;
    BufferedImage picture =
        draw(Costs.of(new BytesLayout(), new byte[bits.length], bits), OptionalDouble.of(4));
    assertEquals(CostImage.ROW, picture.getWidth());
    assertEquals(Color.WHITE, at(picture, 7, 1));
    assertEquals(Color.BLACK, at(picture, 8, 1));
  }

  @Test
  void picturesTooWideToDrawLieInRows() {
    byte[] bytes = new byte[80_000];
    BufferedImage picture = draw(Costs.even(new PixelsLayout(40_000, 1, false), bytes, 1), FITTING);
    assertEquals(CostImage.ROW, picture.getWidth());
    byte[] column = new byte[1_000_000];
    assertEquals(
        CostImage.ROW,
        draw(Costs.even(new PixelsLayout(1, 1, false), column, 1), FITTING).getWidth());
  }
}
