package io.bytezip.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.train.data.Recipe.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeReaderTest {
  private static final String RECIPE =
      """
      format: bytezip recipe 1
      name: small
      seed: 4
      layout: raw
      halveJpeg: true
      jpegScale: 0.75
      mixture: {text: 1, image: 2.5}
      held: {image: 0.1}
      caps: {icons-: 0.25}
      maxBytes: {image: 1000000}
      sources:
        - name: books
          modality: text
          path: texts/*.txt
          licence: public domain
          maxBytes: 500
          origin: {repository: https://example.org/books, commit: "123", what: all}
        - {name: icons-a, modality: image, path: icons, layout: production, licence: CC0, split: ood}
      """;

  @TempDir Path folder;

  private Recipe read(String text) throws Exception {
    Path file = folder.resolve("recipe.yaml");
    Files.writeString(file, text);
    return RecipeReader.read(file);
  }

  @Test
  void everyKeyIsRead() throws Exception {
    Recipe recipe = read(RECIPE);
    assertEquals("small", recipe.name());
    assertEquals(4, recipe.seed());
    assertTrue(recipe.halveJpeg());
    assertEquals(0.75, recipe.jpegScale());
    assertEquals(Map.of(Modality.TEXT, 1.0, Modality.IMAGE, 2.5), recipe.mixture());
    assertEquals(0.1, recipe.held().get(Modality.IMAGE));
    assertEquals(0.02, recipe.held().get(Modality.TEXT));
    assertEquals(Map.of("icons-", 0.25), recipe.caps());
    assertEquals(Map.of(Modality.IMAGE, 1_000_000L), recipe.maxBytes());
    assertEquals(
        List.of(
            new Source(
                "books",
                Modality.TEXT,
                Split.TRAIN,
                "texts/*.txt",
                true,
                500,
                "public domain",
                new Origin("https://example.org/books", "123", "all"),
                ""),
            new Source(
                "icons-a",
                Modality.IMAGE,
                Split.OOD,
                "icons",
                false,
                0,
                "CC0",
                new Origin("", "", ""),
                "")),
        recipe.sources());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format: bytezip recipe 1|format: bytezip recipe 2|format must be",
        "name: small|nome: small|unknown key \"nome\"",
        "seed: 4|seed: four|seed must be a whole number",
        "seed: 4|seed: -4|seed must be a whole number",
        "layout: raw|layout: plain|layout must be raw or production",
        "halveJpeg: true|halveJpeg: maybe|halveJpeg must be true or false",
        "halveJpeg: true|halveJpeg: false|jpegScale has no use without halveJpeg",
        "jpegScale: 0.75|jpegScale: 0.4|jpegScale must be a number, 0.5 to 1.0",
        "mixture: {text: 1, image: 2.5}|mixture: {video: 1}|unknown kind of data \"video\"",
        "mixture: {text: 1, image: 2.5}|mixture: {text: 0}|needs a kind of data",
        "mixture: {text: 1, image: 2.5}|mixture: 7|mixture must be a mapping",
        "held: {image: 0.1}|held: {image: 0.9}|image must be a number, 0.0 to 0.5",
        "maxBytes: {image: 1000000}|maxBytes: {image: much}|image must be a whole number",
        "modality: text|modality: text, x: 1|no YAML in line",
        "split: ood|split: test|unknown split \"test\"",
        "licence: public domain|colour: red|unknown key \"colour\"",
        "path: texts/*.txt|path: ../texts|path must stay below the root",
        "licence: public domain|sha256: 12ab|sha256 must be 64 hexadecimal digits",
        "name: icons-a|name: books|name is used twice: books",
        "seed: 4|checksums: SUMS|checksums names a file that does not exist",
      })
  void mistakesAreToldInOneLine(String right, String wrong, String message) {
    String text = RECIPE.replace(right, wrong);
    String line = assertThrows(TrainException.class, () -> read(text)).getMessage();
    assertTrue(line.contains(message), line);
    assertEquals(1, line.lines().count(), line);
  }

  @Test
  void missingFileIsTold() {
    Path file = folder.resolve("none.yaml");
    assertEquals(
        "no such file: " + file,
        assertThrows(TrainException.class, () -> RecipeReader.read(file)).getMessage());
  }

  @Test
  void listsBesideTheRecipeAreRead() throws Exception {
    Files.writeString(folder.resolve("SUMS"), "0".repeat(64) + "  texts/a b.txt\n");
    Files.writeString(
        folder.resolve("list.yaml"),
        "sources: [{name: books, modality: text, path: texts, licence: CC0}]");
    Recipe recipe =
        read(
            "{format: bytezip recipe 1, name: n, mixture: {text: 1}, checksums: SUMS,"
                + " sources: list.yaml}");
    assertEquals(Map.of("texts/a b.txt", "0".repeat(64)), recipe.checksums());
    assertEquals("books", recipe.sources().get(0).name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text",
        "image",
        "audio",
        "text-image",
        "text-audio",
        "image-audio",
        "text-image-audio",
        "production",
        "evaluation"
      })
  void shippedRecipesAreSound(String name) throws Exception {
    Recipe recipe = RecipeReader.read(Path.of("recipes", name + ".yaml"));
    assertEquals(name, recipe.name());
    boolean raw = !name.equals("production");
    for (Source source : recipe.sources()) {
      assertEquals(raw, source.raw());
      assertFalse(source.origin().repository().isEmpty() || source.origin().commit().isEmpty());
      assertTrue(
          recipe.checksums().keySet().stream()
              .anyMatch(path -> path.equals(source.path()) || path.startsWith(source.path() + "/")),
          "no checksums for " + source.name());
    }
  }
}
