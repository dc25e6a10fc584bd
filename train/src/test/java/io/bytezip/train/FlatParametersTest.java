package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.train.FlatParameters.Slice;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FlatParametersTest {
  private final FlatParameters flat = new FlatParameters(new Shapes().config());
  private final float[] values = flat.initial(7);

  @Test
  void everyRowHasAtMost255LevelsAndKeepsItsGreatest() {
    float[] rounded = flat.rounded(values);
    for (Slice slice : flat.slices().values()) {
      if (slice.shape().size() == 2) {
        int columns = slice.shape().get(1);
        for (int from = slice.offset(); from < slice.offset() + slice.size(); from += columns) {
          checkRow(rounded, from, columns);
        }
      }
    }
  }

  private void checkRow(float[] rounded, int from, int columns) {
    Set<Float> levels = new HashSet<>();
    float most = 0;
    float mostRounded = 0;
    for (int i = from; i < from + columns; i++) {
      levels.add(rounded[i]);
      most = Math.max(most, Math.abs(values[i]));
      mostRounded = Math.max(mostRounded, Math.abs(rounded[i]));
    }
    assertTrue(levels.size() <= 255);
    assertEquals(most, mostRounded, most * 1e-3);
    for (int i = from; i < from + columns; i++) {
      assertEquals(values[i], rounded[i], most / 127 * 0.501);
    }
  }

  @Test
  void normsAndBiasesAndRowsOfZerosStay() {
    Slice embed = flat.slices().get("embed.weight");
    int columns = embed.shape().get(1);
    Arrays.fill(values, embed.offset(), embed.offset() + columns, 0);
    float[] rounded = flat.rounded(values);
    for (int i = embed.offset(); i < embed.offset() + columns; i++) {
      assertEquals(0, rounded[i]);
    }
    for (Slice slice : flat.slices().values()) {
      if (slice.shape().size() == 1) {
        for (int i = slice.offset(); i < slice.offset() + slice.size(); i++) {
          assertEquals(values[i], rounded[i]);
        }
      }
    }
  }
}
