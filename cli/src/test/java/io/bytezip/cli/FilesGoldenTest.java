package io.bytezip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Archives of whole files, made once at levels 1 to 4, decode for ever: every kind of samples and
 * pixels at full and at light effort, long texts and programs, and what the formats' transforms
 * make again. The files themselves, which a script drew and composed of this project's documents,
 * are not here, only their SHA-256.
 */
class FilesGoldenTest {
  private static Path folder() throws URISyntaxException {
    return Path.of(FilesGoldenTest.class.getResource("/golden").toURI());
  }

  static List<String> sums() throws IOException, URISyntaxException {
    return Files.readAllLines(folder().resolve("SHA256SUMS"));
  }

  @ParameterizedTest
  @MethodSource("sums")
  void itDecodes(String line) throws IOException, URISyntaxException, GeneralSecurityException {
    String[] sum = line.split(" {2}", 2);
    Run.Result result = Run.with().run("-d", "-c", folder().resolve(sum[1]));
    assertEquals(ExitCode.DONE, result.code(), result.err());
    MessageDigest hash = MessageDigest.getInstance("SHA-256");
    assertEquals(sum[0], HexFormat.of().formatHex(hash.digest(result.out())));
  }

  @Test
  void allOfThemAreListed() throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.list(folder())) {
      List<String> archives =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".byz"))
              .sorted()
              .toList();
      assertEquals(
          archives, sums().stream().map(line -> line.split(" {2}", 2)[1]).sorted().toList());
    }
  }
}
