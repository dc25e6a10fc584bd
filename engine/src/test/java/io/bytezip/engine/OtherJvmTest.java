package io.bytezip.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same bits from interpreted code, from each compiler, with narrow vectors and without the
 * incubator module.
 */
class OtherJvmTest {
  /** Fixed for all machines. A change of it is a change of the archive format. */
  private static final String GOLDEN =
      "d17df369a5619fb5481b53b9eb98fc2f2e36d45fb61b9f5aabca19af086b3383";

  private static final String MODULE = "--add-modules=jdk.incubator.vector";

  @TempDir Path folder;

  private record Outcome(int exit, String log, List<String> result) {}

  private Outcome run(String... options)
      throws IOException, InterruptedException, URISyntaxException {
    Path file = folder.resolve("digest");
    Path log = folder.resolve("log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(place(Model.class) + File.pathSeparator + place(DigestMain.class));
    command.add(DigestMain.class.getName());
    command.add(file.toString());
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertTrue(process.waitFor(300, TimeUnit.SECONDS), "still running");
    List<String> result = Files.exists(file) ? Files.readAllLines(file) : List.of();
    return new Outcome(process.exitValue(), Files.readString(log), result);
  }

  private static Path place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @Test
  void thisJvmHasTheGoldenBits() {
    assertEquals(GOLDEN, DigestMain.digest(new ScalarKernel()));
    assertEquals(GOLDEN, DigestMain.digest(new VectorKernel()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xint -Dbytezip.kernel=scalar",
        "-XX:TieredStopAtLevel=1",
        "-XX:+IgnoreUnrecognizedVMOptions -XX:UseAVX=2",
        "-XX:+IgnoreUnrecognizedVMOptions -XX:MaxVectorSize=16",
      })
  void otherJvmsHaveTheSameBits(String options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options.split(" ")));
    all.add(MODULE);
    Outcome outcome = run(all.toArray(String[]::new));
    assertEquals(0, outcome.exit(), outcome.log());
    assertEquals(GOLDEN, outcome.result().get(1), outcome.result().get(0));
    boolean scalar = options.contains("scalar");
    assertEquals(scalar, outcome.result().get(0).equals("scalar"), outcome.result().get(0));
  }

  @Test
  void withoutTheModuleTheScalarKernelRunsAndSaysWhy() throws Exception {
    Outcome outcome = run();
    assertEquals(0, outcome.exit(), outcome.log());
    assertEquals(List.of("scalar", GOLDEN), outcome.result());
    assertEquals(2, outcome.log().split("jdk.incubator.vector", -1).length, outcome.log());
  }

  @Test
  void theVectorKernelCanBeDemanded() throws Exception {
    Outcome with = run(MODULE, "-Dbytezip.kernel=vector");
    assertTrue(with.result().get(0).startsWith("vector"), with.result().get(0));
    Files.delete(folder.resolve("digest"));
    Outcome without = run("-Dbytezip.kernel=vector");
    assertNotEquals(0, without.exit());
    assertTrue(without.log().contains("--add-modules jdk.incubator.vector"), without.log());
  }

  @Test
  void anUnknownKernelIsRefused() throws Exception {
    Outcome outcome = run(MODULE, "-Dbytezip.kernel=fast");
    assertNotEquals(0, outcome.exit());
    assertTrue(outcome.log().contains("'fast'"), outcome.log());
  }
}
