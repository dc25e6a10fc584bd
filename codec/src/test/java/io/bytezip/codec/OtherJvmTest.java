package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same archives from scalar code, from interpreted code, and from each compiler. */
class OtherJvmTest {
  private static final String MODULE = "--add-modules=jdk.incubator.vector";

  @ParameterizedTest
  @CsvSource({
    "4000, -Dbytezip.kernel=scalar",
    "4000, -XX:TieredStopAtLevel=1",
    "4000, -XX:MaxVectorSize=16",
    "60, -Xint -Dbytezip.kernel=scalar"
  })
  void itCodesTheSame(int length, String options) throws Exception {
    List<String> all = Stream.concat(Stream.of(MODULE), Stream.of(options.split(" "))).toList();
    Jvm.Result result = Jvm.run(Digest.class, 300, all, length);
    assertEquals(0, result.status(), result.output());
    List<String> lines =
        result.output().lines().filter(line -> !line.startsWith("WARNING")).toList();
    assertEquals(String.join("\n", Digest.lines(length)), String.join("\n", lines));
  }
}
