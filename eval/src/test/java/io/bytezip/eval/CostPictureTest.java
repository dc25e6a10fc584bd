package io.bytezip.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.codec.SegmentCost;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class CostPictureTest {
  private static final int CHART_WIDTH = 1000;

  private static final List<SegmentCost> SEGMENTS =
      List.of(
          Costs.even(new BytesLayout(), new byte[100], 1),
          Costs.even(new PixelsLayout(700, 1, false), new byte[7000], 1),
          Costs.even(new SamplesLayout(1, 8, false, false), new byte[4000], 1),
          Costs.even(new BytesLayout(), new byte[0], 1));

  private static BufferedImage draw(OptionalInt chosen, int times) throws IOException {
    CostPicture picture = new CostPicture("name", chosen, OptionalDouble.empty());
    assertTrue(picture.isEmpty());
    int number = 0;
    for (int i = 0; i < times; i++) {
      for (SegmentCost segment : SEGMENTS) {
        picture.add(number++, segment);
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    picture.write(png);
    return ImageIO.read(new ByteArrayInputStream(png.toByteArray()));
  }

  @Test
  void theLargestIsDrawn() throws IOException {
    BufferedImage picture = draw(OptionalInt.empty(), 1);
    assertEquals(700, picture.getWidth());
    assertEquals(10 + CostImage.LEGEND_HEIGHT, picture.getHeight());
  }

  @Test
  void aSoundInSeveralBlocksCountsAsOne() throws IOException {
    assertEquals(CHART_WIDTH, draw(OptionalInt.empty(), 2).getWidth());
  }

  @Test
  void theChosenOneIsDrawn() throws IOException {
    assertEquals(CostImage.MIN_WIDTH, draw(OptionalInt.of(0), 3).getWidth());
    assertEquals(CHART_WIDTH, draw(OptionalInt.of(2), 1).getWidth());
  }

  @Test
  void whatIsEmptyIsNot() {
    CostPicture picture = new CostPicture("name", OptionalInt.empty(), OptionalDouble.empty());
    picture.add(0, SEGMENTS.getLast());
    assertTrue(picture.isEmpty());
  }
}
