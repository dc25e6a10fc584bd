package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same archives from scalar code, from interpreted code, and from each compiler. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherJvmTest {
  private static final String MODULE = "--add-modules=jdk.incubator.vector";

  /** What this JVM makes of segments of each length. */
  private final Map<Integer, List<String>> expected = new HashMap<>();

  @ParameterizedTest
  @CsvSource({
    "4000, -Dbytezip.kernel=scalar",
    "1000, -XX:TieredStopAtLevel=1",
    "4000, -XX:MaxVectorSize=16",
    "60, -Xint -Dbytezip.kernel=scalar"
  })
  void itCodesTheSame(int length, String options) throws Exception {
    List<String> all = Stream.concat(Stream.of(MODULE), Stream.of(options.split(" "))).toList();
    Jvm.Result result = Jvm.run(Digest.class, 300, all, length);
    assertEquals(0, result.status(), result.output());
    List<String> lines =
        result.output().lines().filter(line -> !line.startsWith("WARNING")).toList();
    if (!expected.containsKey(length)) {
      expected.put(length, Digest.lines(length));
    }
    assertEquals(String.join("\n", expected.get(length)), String.join("\n", lines));
  }
}
