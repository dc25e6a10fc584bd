package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FuzzTest {
  /**
   * 5,000 mutants, or what the profile {@code fuzz} says, within what a decoder may need: a block,
   * its segments and its stored bytes of 64 MiB each, and a mixer of 400 MiB (docs/FORMAT.md).
   */
  @Test
  void mutantsGiveErrorsOrRightBytes() throws IOException, InterruptedException {
    int count = Integer.getInteger("fuzz.count", 5000);
    Jvm.Result result = Jvm.run(Fuzz.class, 60 + count / 50, "-Xmx640m", count, 20_260);
    assertEquals(0, result.status(), result.output());
  }
}
