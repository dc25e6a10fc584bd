package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FuzzTest {
  /** 5,000 mutants, or what the profile {@code fuzz} says, within 256 MB. */
  @Test
  void mutantsGiveErrorsOrRightBytes() throws IOException, InterruptedException {
    int count = Integer.getInteger("fuzz.count", 5000);
    Jvm.Result result = Jvm.run(Fuzz.class, 60 + count / 50, "-Xmx256m", count, 20_260);
    assertEquals(0, result.status(), result.output());
  }
}
