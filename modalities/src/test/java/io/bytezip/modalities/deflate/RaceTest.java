package io.bytezip.modalities.deflate;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RaceTest {
  private static final int LEG = 1 << 14;

  private static Race leader() {
    byte[] plain = new byte[10 * LEG];
    return Race.alone(new ParsedStream(plain, 0, new int[0], List.of(), 0, new int[0]));
  }

  @Test
  void whoIsNoBetterAfterAFairPartHasLost() {
    Race leader = leader();
    leader.start();
    for (int leg = 0; leg <= 10; leg++) {
      leader.note(leg * LEG, 10 * leg);
    }
    Race slow = leader.challenger();
    slow.start();
    slow.note(3 * LEG, 1000);
    assertFalse(slow.lost(), "too early to say");
    slow.note(4 * LEG, 40);
    assertTrue(slow.lost());
    Race fast = leader.challenger();
    fast.start();
    fast.note(4 * LEG, 39);
    fast.note(10 * LEG, 99);
    assertFalse(fast.lost());
  }

  @Test
  void legsJumpedOverAreNotWon() {
    Race leader = leader();
    leader.start();
    leader.note(0, 90);
    // Its second pass, in long stored blocks.
    leader.start();
    leader.note(2 * LEG, 20);
    leader.note(7 * LEG, 70);
    leader.note(10 * LEG, 100);
    Race challenger = leader.challenger();
    challenger.start();
    for (int leg = 0; leg <= 10; leg++) {
      challenger.note(leg * LEG, leg);
      assertFalse(challenger.lost(), "leg " + leg);
    }
  }
}
