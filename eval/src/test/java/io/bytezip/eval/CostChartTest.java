package io.bytezip.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.codec.SegmentCost;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.SamplesLayout;
import java.awt.image.BufferedImage;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CostChartTest {
  private static final SamplesLayout STEREO = new SamplesLayout(2, 16, true, false);

  /** The first channel takes 3 bits a sample, the other one 5, and 9 from a frame on. */
  private static SegmentCost sound(int frames, int loudFrom) {
    float[] bits = new float[frames * 4];
    for (int frame = 0; frame < frames; frame++) {
      bits[4 * frame] = 2;
      bits[4 * frame + 1] = 1;
      bits[4 * frame + 2] = 1;
      bits[4 * frame + 3] = frame < loudFrom ? 4 : 8;
    }
    return Costs.of(STEREO, new byte[bits.length], bits);
  }

  @Test
  void linesAreBitsASampleOverTime() {
    CostChart chart = new CostChart("name", sound(1, 1));
    chart.add(sound(2500, 1260));
    double[] first = chart.line(0);
    double[] second = chart.line(1);
    assertEquals(625, first.length);
    assertEquals(625, second.length);
    for (int i = 0; i < 625; i++) {
      assertEquals(3, first[i], 1e-9);
      assertEquals(i < 315 ? 5 : 9, second[i], 1e-9);
    }
  }

  @Test
  void segmentsGoOnWhereTheLastOneEnded() {
    CostChart chart = new CostChart("name", sound(1, 1));
    for (int i = 0; i < 10; i++) {
      assertTrue(chart.continues(sound(333, 0)));
      chart.add(sound(333, i < 5 ? 333 : 0));
    }
    assertEquals(10 * 333 * 4, chart.bytes());
    double[] line = chart.line(1);
    assertEquals(833, line.length);
    assertEquals(5, line[415], 1e-9);
    assertEquals(9, line[417], 1e-9);
    assertEquals(9, line[832], 1e-9, "a point of two frames instead of four");
    SamplesLayout mono = new SamplesLayout(1, 16, true, false);
    assertFalse(chart.continues(Costs.even(mono, new byte[4], 1)));
  }

  @Test
  void lessThanAFrameIsNotShown() {
    assertTrue(CostChart.shows(Costs.even(STEREO, new byte[4], 1)));
    assertFalse(CostChart.shows(Costs.even(STEREO, new byte[3], 1)));
    assertFalse(CostChart.shows(Costs.even(new BytesLayout(), new byte[4], 1)));
  }

  @Test
  void itIsDrawn() {
    CostChart chart = new CostChart("name", sound(1, 1));
    chart.add(sound(1, 1));
    BufferedImage one = chart.draw();
    chart.add(sound(100_000, 50_000));
    BufferedImage many = chart.draw();
    assertTrue(colours(one) > 2 && colours(many) > 2);
    assertFalse(same(one, many));
  }

  private static int colours(BufferedImage picture) {
    Set<Integer> colours = new HashSet<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        colours.add(picture.getRGB(x, y));
      }
    }
    return colours.size();
  }

  private static boolean same(BufferedImage one, BufferedImage other) {
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        if (one.getRGB(x, y) != other.getRGB(x, y)) {
          return false;
        }
      }
    }
    return true;
  }
}
