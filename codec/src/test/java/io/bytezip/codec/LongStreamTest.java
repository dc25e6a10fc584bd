package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bytezip.codec.CompressOptions.Profile;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LongStreamTest {
  /** One GB, or what the property {@code stream.megabytes} says, in a heap of 256 MB. */
  @Test
  void aLongStreamTakesNoMoreMemory() throws IOException, InterruptedException {
    int megabytes = Integer.getInteger("stream.megabytes", 1024);
    Jvm.Result result =
        Jvm.run(
            LongStream.class,
            60 + megabytes,
            "-Xmx256m",
            megabytes,
            1 << 20,
            4,
            Profile.FROZEN,
            512);
    assertEquals(0, result.status(), result.output());
  }

  /**
   * Every tenth block is learned, in one attempt or several and again at the other end, each time
   * with a table of contexts of 128 MiB: two of these are needed at a time, several times what the
   * heap holds in all.
   */
  @ParameterizedTest
  @EnumSource(
      value = Profile.class,
      names = {"ADAPTIVE", "MIXED"})
  void mixersOfManyBlocksTakeNoMoreMemory(Profile profile)
      throws IOException, InterruptedException {
    Jvm.Result result = Jvm.run(LongStream.class, 600, "-Xmx480m", 96, 1 << 15, 2, profile, 40);
    assertEquals(0, result.status(), result.output());
  }
}
