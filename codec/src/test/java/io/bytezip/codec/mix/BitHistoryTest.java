package io.bytezip.codec.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class BitHistoryTest {
  @Test
  void everyHistoryIsAByteAndNoneComesBackToNothing() {
    BitSet seen = new BitSet();
    Deque<Integer> open = new ArrayDeque<>();
    open.add(0);
    seen.set(0);
    while (!open.isEmpty()) {
      int state = open.remove();
      for (int bit = 0; bit < 2; bit++) {
        int next = BitHistory.next(state, bit);
        assertTrue(next > 0 && next < 256, () -> state + " leads to " + next);
        if (!seen.get(next)) {
          seen.set(next);
          open.add(next);
        }
      }
    }
    assertTrue(seen.cardinality() > 200);
  }

  @Test
  void countsGrowWithWhatIsSeen() {
    int state = 0;
    for (int n = 1; n <= 20; n++) {
      state = BitHistory.next(state, 1);
      assertEquals(n, BitHistory.ones(state));
      assertEquals(0, BitHistory.zeros(state));
    }
    state = BitHistory.next(state, 0);
    assertEquals(1, BitHistory.zeros(state));
    assertTrue(BitHistory.ones(state) < 10);
  }

  @Test
  void shortHistoriesKnowWhatCameLast() {
    int zeroLast = BitHistory.next(BitHistory.next(0, 1), 0);
    int oneLast = BitHistory.next(BitHistory.next(0, 0), 1);
    assertNotEquals(zeroLast, oneLast);
  }
}
