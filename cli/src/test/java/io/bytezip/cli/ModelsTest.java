package io.bytezip.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.bytezip.engine.Model;
import io.bytezip.engine.ModelConfig;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modelzoo.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of the user's own: named, found, missing. */
class ModelsTest {
  @TempDir Path folder;
  private Path model;
  private Path coins;
  private Path archive;

  /** A model that knows one thing, that every byte is 0 or 1, and a file of which that is true. */
  @BeforeEach
  void write() throws IOException {
    BytesLayout layout = new BytesLayout();
    ModelConfig config =
        new ModelConfig(
            8,
            1,
            1,
            8,
            8,
            List.of(4),
            ModelConfig.Norm.RMS,
            true,
            1e-5f,
            ModelConfig.Positions.NONE,
            1e4,
            0,
            List.of(
                new ModelConfig.LayoutInputs(
                    layout.id(),
                    layout.version(),
                    IntStream.of(layout.contextSizes()).boxed().toList())),
            List.of(),
            false);
    Map<String, int[]> shapes = Model.shapes(config);
    model = Files.createDirectory(folder.resolve("models")).resolve("coins.safetensors");
    ModelFile.write(
        model,
        "coins",
        config,
        name -> {
          float[] tensor = new float[IntStream.of(shapes.get(name)).reduce(1, Math::multiplyExact)];
          if (name.equals("output.bias")) {
            tensor['0'] = 16;
            tensor['1'] = 16;
          }
          return tensor;
        },
        Map.of("licence", "CC0-1.0"));
    Random random = new Random(1);
    StringBuilder tosses = new StringBuilder();
    for (int i = 0; i < 6_000; i++) {
      tosses.append(random.nextBoolean() ? '0' : '1');
    }
    coins = Files.writeString(folder.resolve("coins"), tosses);
    archive = folder.resolve("coins.byz");
  }

  @Test
  void aModelNamedByItsFileIsUsedAndNeeded() throws IOException {
    Run.Result compressed = Run.with().run("-q", "--verify", "--model", model, coins);
    assertEquals("", compressed.err());
    assertEquals(ExitCode.DONE, compressed.code());
    assertTrue(Files.size(archive) < 6_000 / 8 + 100, Files.size(archive) + " bytes");

    Run.Result unknown = Run.with().run("-t", archive);
    assertEquals(ExitCode.UNKNOWN_MODEL, unknown.code());
    String id = ModelFile.load(model).id().toString();
    assertTrue(unknown.err().contains(id), unknown.err());
    assertEquals(1, unknown.err().lines().count());
    assertTrue(Run.with().run("-lv", archive).text().contains(id + " (unknown here)"));

    byte[] original = Files.readAllBytes(coins);
    assertArrayEquals(original, Run.with().run("-dc", "--model", model, archive).out());
    Run.Result found =
        Run.with().environment("BYTEZIP_MODELS", model.getParent().toString()).run("-dc", archive);
    assertArrayEquals(original, found.out());
  }

  @Test
  void theCatalogueShowsIt() throws IOException {
    String id = ModelFile.load(model).id().toString();
    String text = withModels().run("models").text();
    assertTrue(text.contains("coins"), text);
    assertTrue(text.contains(id), text);
    JsonArray json =
        JsonParser.parseString(withModels().run("models", "--json").text()).getAsJsonArray();
    assertTrue(
        json.asList().stream()
            .map(JsonElement::getAsJsonObject)
            .anyMatch(
                entry ->
                    entry.get("id").getAsString().equals(id)
                        && !entry.get("bundled").getAsBoolean()));
    assertTrue(withModels().run("models", "coins").text().contains("CC0-1.0"));
    Files.writeString(model.resolveSibling("coins.md"), "# The card\n");
    assertEquals("# The card\n", withModels().run("models", id.substring(0, 6)).text());
  }

  @Test
  void aDamagedModelIsAWarningInTheListAndAnErrorByName() throws IOException {
    Files.writeString(model, "no model");
    Run.Result listed = withModels().run("models");
    assertEquals(ExitCode.WARNING, listed.code());
    assertEquals(1, listed.err().lines().count(), listed.err());
    Run.Result used = Run.with().run("--model", model, coins);
    assertEquals(ExitCode.ERROR, used.code());
    assertEquals(1, used.err().lines().count(), used.err());
  }

  private Run withModels() {
    return Run.with().environment("BYTEZIP_MODELS", model.getParent().toString());
  }
}
