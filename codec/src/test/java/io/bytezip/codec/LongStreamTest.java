package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LongStreamTest {
  /** One GB, or what the property {@code stream.megabytes} says, in a heap of 256 MB. */
  @Test
  void aLongStreamTakesNoMoreMemory() throws IOException, InterruptedException {
    int megabytes = Integer.getInteger("stream.megabytes", 1024);
    Jvm.Result result = Jvm.run(LongStream.class, 60 + megabytes, "-Xmx256m", megabytes);
    assertEquals(0, result.status(), result.output());
  }
}
