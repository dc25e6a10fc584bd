package io.bytezip.modalities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ProgramsTest {
  private static final int BLOCK = 1 << 20;
  private static final int CODE = ProgramFiles.CODE;

  @Property(tries = 300)
  void programsComeBack(@ForAll long seed, @ForAll @IntRange(max = 4) int kind) throws Exception {
    Random random = new Random(seed);
    byte[] file = ProgramFiles.of(kind, random, 1 + random.nextInt(9000));
    Blocks.of(file, BLOCK, BLOCK);
    Blocks.of(file, 600 + random.nextInt(3000), 8000);
    for (int i = 0; i < 20; i++) {
      byte[] damaged = Arrays.copyOf(file, 1 + random.nextInt(file.length));
      for (int k = random.nextInt(6); k > 0; k--) {
        damaged[random.nextInt(Math.min(damaged.length, 300))] = (byte) random.nextInt();
      }
      Blocks.of(damaged, BLOCK, BLOCK);
    }
  }

  /** A function that is called from everywhere looks the same everywhere. */
  @Test
  void callsBecomeAlike() throws Exception {
    for (int kind = 0; kind < 4; kind++) {
      byte[] file = ProgramFiles.of(kind, new Random(1), 8000);
      List<Plan> plans = Blocks.of(file, BLOCK, BLOCK);
      byte[] stored = plans.getFirst().segments().getFirst().bytes();
      byte[] expected = Arrays.copyOfRange(stored, CODE, CODE + 5);
      int alike = 0;
      for (int i = CODE; i + 5 <= CODE + 8000; i += 20) {
        alike += Arrays.equals(expected, 0, 5, stored, i, i + 5) ? 1 : 0;
      }
      assertEquals(400, alike, "kind " + kind);
    }
  }

  @Test
  void objectsAndOtherMachinesStayClosed() throws Exception {
    byte[] file = ProgramFiles.of(0, new Random(1), 8000);
    file[16] = 1;
    assertEquals(0, Blocks.of(file, BLOCK, BLOCK).getFirst().recipe().length);
    byte[] other = ProgramFiles.of(0, new Random(1), 8000);
    other[18] = 8;
    assertEquals(0, Blocks.of(other, BLOCK, BLOCK).getFirst().recipe().length);
    byte[] code = ProgramFiles.of(0, new Random(1), 8000);
    assertTrue(Blocks.of(code, BLOCK, BLOCK).getFirst().recipe().length > 0);
  }
}
