package io.bytezip.codec.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StateEntryTest {
  private static final int ONE = 1 << 22;

  @Property
  void everyBitMovesTheProbabilityItsWay(
      @ForAll @IntRange(max = ONE - 1) int probability,
      @ForAll @IntRange(max = 1023) int uses,
      @ForAll @IntRange(max = 1) int bit) {
    int after = StateEntry.learned(probability << 10 | uses, bit) >>> 10;
    assertTrue(after < ONE);
    assertTrue(bit == 1 ? after >= probability : after <= probability, "to " + after);
  }

  @Test
  void whatAlwaysComesIsTrustedSoonAndOnlyThenMore() {
    for (int bit = 0; bit < 2; bit++) {
      int entry = StateEntry.of(0.5f);
      for (int i = 0; i < 3000; i++) {
        entry = StateEntry.learned(entry, bit);
        float p = StateEntry.probability(entry);
        float wrong = bit == 1 ? 1 - p : p;
        assertTrue(i != 2 || wrong < 0.2f, "after three bits " + wrong);
        assertTrue(i != 2 || wrong > 0.05f, "after three bits " + wrong);
        assertTrue(wrong > 0 && (i < 2999 || wrong < 1e-3f), i + ": " + wrong);
      }
      assertEquals(255, StateEntry.uses(entry));
    }
  }

  @Test
  void aWornEntryFollowsTheShareOfOnes() {
    int entry = StateEntry.of(0.5f);
    for (int i = 0; i < 20_000; i++) {
      entry = StateEntry.learned(entry, i % 10 == 0 ? 1 : 0);
    }
    assertEquals(0.1f, StateEntry.probability(entry), 0.01f);
    assertEquals(-2.2f, StateEntry.stretched(entry), 0.15f);
    assertEquals(-1.6f, StateEntry.centred(entry), 0.05f);
  }
}
