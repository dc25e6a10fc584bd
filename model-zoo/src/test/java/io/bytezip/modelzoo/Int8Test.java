package io.bytezip.modelzoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class Int8Test {
  private static final int COLUMNS = 5;

  @Provide
  Arbitrary<float[]> rows() {
    // Great and small rows: the magnitudes of a table's rows differ by far more than float16 likes.
    Arbitrary<Float> values =
        Arbitraries.integers()
            .between(-40, 15)
            .flatMap(
                exponent ->
                    Arbitraries.floats().between(-1, 1).map(value -> Math.scalb(value, exponent)));
    return values.array(float[].class).ofSize(3 * COLUMNS);
  }

  @Property
  void errorIsHalfAScaleAtMost(@ForAll("rows") float[] values) {
    float[] rounded = values.clone();
    Int8.round(rounded, 0, 3, COLUMNS);
    for (int row = 0; row < values.length; row += COLUMNS) {
      float most = 0;
      for (int i = row; i < row + COLUMNS; i++) {
        most = Math.max(most, Math.abs(values[i]));
      }
      float scale = Int8.scale(values, row, COLUMNS);
      assertTrue(127 * scale >= most && (scale == 0x1p-16f || 126.5f * scale < most));
      for (int i = row; i < row + COLUMNS; i++) {
        assertEquals(values[i], rounded[i], scale * 0.5001f);
      }
    }
  }

  @Property
  void whatWasRoundedStays(@ForAll("rows") float[] values) {
    Int8.round(values, 0, 3, COLUMNS);
    float[] again = values.clone();
    Int8.round(again, 0, 3, COLUMNS);
    assertArrayEquals(values, again);
  }

  @Test
  void onlyTheGivenRowsAreRounded() {
    float[] values = {0.3f, 1.27f, 0.3f, 0, 0, 0.3f};
    Int8.round(values, 1, 2, 2);
    assertEquals(0.3f, values[0]);
    assertEquals(0.3f, values[2], 0.005f);
    assertArrayEquals(new float[] {0, 0, 0.3f}, java.util.Arrays.copyOfRange(values, 3, 6));
  }
}
