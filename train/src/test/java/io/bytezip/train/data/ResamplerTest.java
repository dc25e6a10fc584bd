package io.bytezip.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResamplerTest {
  @Property(tries = 200)
  void plainColourStaysPlain(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int newWidth,
      @ForAll @IntRange(min = 1, max = 40) int newHeight) {
    int w = Math.min(width, newWidth);
    int h = Math.min(height, newHeight);
    byte[] picture = new byte[width * height * 3];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = (byte) (100 + 50 * (i % 3));
    }
    byte[] small = Resampler.resample(picture, width, height, 3, w, h);
    assertEquals(w * h * 3, small.length);
    for (int i = 0; i < small.length; i++) {
      assertEquals((byte) (100 + 50 * (i % 3)), small[i]);
    }
  }

  @Property(tries = 100)
  void sameSizeIsTheSamePicture(@ForAll byte[] picture) {
    assertArrayEquals(
        picture, Resampler.resample(picture, picture.length, 1, 1, picture.length, 1));
    assertArrayEquals(
        picture, Resampler.resample(picture, 1, picture.length, 1, 1, picture.length));
  }

  /** A slope stays one, at the places that the smaller pixels' centres have in the larger ones. */
  @Test
  void slopeStaysASlope() {
    byte[] slope = new byte[80];
    for (int i = 0; i < slope.length; i++) {
      slope[i] = (byte) (3 * i);
    }
    byte[] small = Resampler.resample(slope, 80, 1, 1, 50, 1);
    for (int i = 3; i < 47; i++) {
      assertEquals(3 * ((i + 0.5) * 1.6 - 0.5), small[i] & 255, 0.51);
    }
  }

  @Test
  void finestStripesBecomeGrey() {
    byte[] stripes = new byte[64];
    for (int i = 1; i < stripes.length; i += 2) {
      stripes[i] = (byte) 255;
    }
    byte[] small = Resampler.resample(stripes, 64, 1, 1, 32, 1);
    for (int i = 2; i < 30; i++) {
      assertTrue(Math.abs((small[i] & 255) - 127.5) < 2, "pixel " + i + ": " + (small[i] & 255));
    }
  }
}
