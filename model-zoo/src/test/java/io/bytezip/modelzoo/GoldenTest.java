package io.bytezip.modelzoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.codec.ArchiveReader;
import io.bytezip.codec.BytezipInputStream;
import io.bytezip.codec.DecompressOptions;
import io.bytezip.codec.ModelId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Archives made once by models that are or were bundled decode for ever. The file {@code
 * KIND-MODEL.PROFILE.byz} has the content of the file {@code KIND}.
 */
class GoldenTest {
  private static final Catalogue MODELS =
      Catalogue.standard(Map.of("XDG_DATA_HOME", "absent", Catalogue.MODELS_VARIABLE, "older"));

  static List<Path> archives() throws IOException, URISyntaxException {
    Path folder = Path.of(GoldenTest.class.getResource("/golden").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".byz")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("archives")
  void itDecodes(Path archive) throws IOException {
    String name = archive.getFileName().toString();
    Path content = archive.resolveSibling(name.substring(0, name.indexOf('-')));
    try (InputStream in =
        new BytezipInputStream(Files.newInputStream(archive), MODELS, DecompressOptions.DEFAULTS)) {
      assertArrayEquals(Files.readAllBytes(content), in.readAllBytes());
    }
  }

  /** So a model that is lost, or replaced under its old name, does not go unnoticed. */
  @Test
  void eachModelHasOne() throws Exception {
    Set<ModelId> used = new HashSet<>();
    for (Path archive : archives()) {
      try (ArchiveReader reader =
          ArchiveReader.open(FileChannel.open(archive), MODELS, DecompressOptions.DEFAULTS)) {
        for (ArchiveReader.Block block : reader.blocks()) {
          reader.segments(block).forEach(segment -> used.add(segment.model()));
        }
      }
    }
    for (ModelEntry entry : MODELS.entries()) {
      // Those of the paper's study are all alike, and no archive has them unless asked to.
      boolean vanilla = entry.name().startsWith("vanilla-");
      assertTrue(vanilla || used.contains(entry.id()), entry.name());
    }
  }
}
