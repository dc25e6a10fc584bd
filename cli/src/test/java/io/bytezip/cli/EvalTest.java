package io.bytezip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands {@code eval}, {@code context} and {@code transfer}; what they measure is tested
 * where it is measured.
 */
class EvalTest {
  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void writeFiles() throws IOException {
    data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        Files.createDirectory(data.resolve("words")).resolve("one"), "one ".repeat(90));
    Files.writeString(data.resolve("two"), "two ".repeat(90));
  }

  private static List<String> assertDone(Run.Result result) {
    assertEquals("", result.err());
    assertEquals(ExitCode.DONE, result.code());
    return result.text().lines().toList();
  }

  @Test
  void profilesAreComparedOverPrefixesBySet() {
    List<String> lines =
        assertDone(
            Run.with()
                .run(
                    "eval",
                    "--profile",
                    "frozen,adaptive",
                    "--prefix",
                    "50,200",
                    "--by",
                    "set,file",
                    "--verify",
                    data));
    // Bits a byte, speeds, and the ratios beside others.
    assertEquals(3, lines.stream().filter(line -> line.startsWith("words, first 50 ")).count());
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("two@0+200 ")));
    assertTrue(lines.getFirst().contains("adaptive against the best of the others"));
    assertTrue(lines.contains("every archive was decoded and compared with its input"));
  }

  @Test
  void aSampleSaysWhatIsEvaluated() throws IOException {
    Path list = Files.writeString(folder.resolve("list"), "words/one 4 100\n");
    List<String> lines =
        assertDone(
            Run.with().run("eval", "--csv", "--profile", "adaptive", "--sample", list, data));
    assertTrue(lines.get(1).startsWith("words/one@4+100,words,text,100,100,adaptive,"));
    assertTrue(lines.stream().skip(1).allMatch(line -> line.startsWith("words/one@4+100,")));
  }

  @Test
  void contextIsMeasuredInStretches() {
    Path plot = folder.resolve("curve.png");
    List<String> lines =
        assertDone(Run.with().run("context", "--window", 128, "--plot", plot, data));
    assertTrue(lines.get(1).startsWith("bytes before  text, "), lines.get(1));
    assertTrue(lines.get(9).startsWith("64 to 127 "), lines.get(9));
    // Two windows of 128 bytes in each file of 360.
    assertTrue(lines.get(10).matches("windows +4"), lines.get(10));
    assertTrue(Files.exists(plot));
    String json = String.join("\n", assertDone(Run.with().run("context", "--json", data)));
    assertTrue(json.contains("\"curves\": []"), json);
  }

  @Test
  void modelsTransferFromOneKindToAnother() throws IOException {
    Path coins = folder.resolve("coins.safetensors");
    CoinModel.write(coins);
    List<String> lines =
        assertDone(
            Run.with()
                .run("transfer", "--models", "bytezip-all-2," + coins, "--window", 100, data));
    assertTrue(lines.get(2).matches("bytezip-all-2 +\\d\\.\\d{3}( +-){6}"), lines.get(2));
    assertTrue(lines.get(3).matches("coins +\\d+\\.\\d{3}( +-){6}"), lines.get(3));
    String json =
        String.join(
            "\n",
            assertDone(
                Run.with().run("transfer", "--models", coins, "--json", "--window", 100, data)));
    assertTrue(json.contains("\"model\": \"coins\""), json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "transfer --models nobody DATA|nobody",
        "transfer --models bytezip-text MISSING|MISSING",
        "context --window 64 --plot MISSING/x.png DATA|MISSING/x.png: no such file",
        "context --plot x.png DATA|x.png: there is nothing to draw",
        "eval --profile adaptive --plot MISSING/x.png DATA|x-text.png",
        "context --sample MISSING DATA|--sample MISSING: no such file",
        "eval --sample MISSING DATA|--sample MISSING: no such file"
      })
  void whatCantBeReadOrDrawnIsOneLine(String both) {
    String missing = folder.resolve("missing").toString();
    String[] parts = both.replace("MISSING", missing).split("\\|", -1);
    Run.Result result =
        Run.with().run((Object[]) parts[0].replace("DATA", data.toString()).split(" ", -1));
    assertEquals(ExitCode.ERROR, result.code());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().contains(parts[1].replace("x-text.png", missing)), result.err());
  }

  @Test
  void aPlotHasOnePictureAModality() {
    Path plot = folder.resolve("front.png");
    assertDone(Run.with().run("eval", "--profile", "adaptive", "--plot", plot, data));
    assertTrue(Files.exists(folder.resolve("front-text.png")));
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void theLauncherIsRunAsAProcess() throws IOException {
    Path launcher =
        Files.writeString(
            folder.resolve("launcher"),
            """
            #!/bin/sh
            case "$*" in
              --version) echo 'bytezip 0';;
              'compress -q -T 3 --profile mixed -c '*) cat "$8";;
              'decompress -q -T 3 -c '*) cat "$6";;
              *) exit 64;;
            esac
            """);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> lines =
        assertDone(
            Run.with()
                .environment("BYTEZIP_LAUNCHER", launcher.toString())
                .run("eval", "--process", "-T3", data));
    assertEquals("text: 2 files, 720 raw bytes", lines.getFirst());
    assertTrue(lines.get(2).startsWith("mixed    720  1.0000 "), lines.get(2));
    assertTrue(lines.contains("not installed: time"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--process",
        "--prefix 0",
        "--prefix 5 --max-bytes 5",
        "--sample list --max-files 1",
        "--sample list --prefix 1",
        "--profile mixed,frozen,mixed",
        "--by name"
      })
  void whatMakesNoSenseIsRefused(String options) {
    Run.Result result = Run.with().run((Object[]) ("eval " + options + " .").split(" ", -1));
    assertEquals(ExitCode.USAGE, result.code());
    assertEquals(1, result.err().lines().count());
  }
}
