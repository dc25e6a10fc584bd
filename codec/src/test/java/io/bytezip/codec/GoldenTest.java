package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives made once, by random models that depend on nothing but their seeds, decode for ever. */
class GoldenTest {
  static List<String> names() throws IOException, URISyntaxException {
    Path folder = Path.of(GoldenTest.class.getResource(Goldens.FOLDER).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".byz"))
          .map(file -> file.substring(0, file.length() - ".byz".length()))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void itDecodes(String name) throws IOException {
    assertArrayEquals(
        read(name + ".bin"),
        Archives.decompress(read(name + ".byz"), Corpus.models(), DecompressOptions.DEFAULTS));
  }

  /** The profile of transformers alone, whose arithmetic is settled. */
  @Test
  void frozenOnesAreMadeAgain() throws IOException {
    for (Corpus.Entry entry : Corpus.frozen()) {
      if (GoldenTest.class.getResource(Goldens.FOLDER + entry.name() + ".byz") != null) {
        assertArrayEquals(read(entry.name() + ".byz"), entry.archive(), entry.name());
      }
    }
  }

  private static byte[] read(String file) throws IOException {
    try (InputStream in = GoldenTest.class.getResourceAsStream(Goldens.FOLDER + file)) {
      assertNotNull(in, file);
      return in.readAllBytes();
    }
  }
}
