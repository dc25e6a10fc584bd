package io.bytezip.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import io.bytezip.modelzoo.ModelFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of the user's own: named, found, missing. */
class ModelsTest {
  @TempDir Path folder;
  private Path model;
  private Path coins;
  private Path archive;

  /** A model, and a file of which that is true which it knows. */
  @BeforeEach
  void write() throws IOException {
    model = Files.createDirectory(folder.resolve("models")).resolve("coins.safetensors");
    CoinModel.write(model);
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

  /** A list that offers the model, under its own name or another. */
  private void offer(String name, String sha256) throws IOException {
    Files.writeString(
        model.resolveSibling("models.json"),
        """
        {"models": [{"name": "%s", "file": "coins.safetensors", "sha256": "%s", "default_for": []}]}
        """
            .formatted(name, sha256));
  }

  private Run atHome() {
    return Run.with().environment("XDG_DATA_HOME", folder.resolve("home").toString());
  }

  private Path pulled() {
    return folder.resolve("home/bytezip/models/coins.safetensors");
  }

  @Test
  void modelsOfAFolderArePulled() throws IOException {
    Files.writeString(model.resolveSibling("coins.md"), "# The card\n");
    offer("coins", ModelFile.load(model).sha256());
    Run.Result first = atHome().run("models", "pull", model.getParent());
    assertEquals(ExitCode.DONE, first.code(), first.err());
    assertTrue(first.err().contains(ModelFile.load(model).id().toString()), first.err());
    assertArrayEquals(Files.readAllBytes(model), Files.readAllBytes(pulled()));
    assertEquals("# The card\n", atHome().run("models", "coins").text());
    Run.Result again = atHome().run("models", "pull", model.getParent());
    assertEquals(ExitCode.DONE, again.code());
    assertTrue(again.err().contains("already"), again.err());
    Run.Result other = atHome().run("models", "pull", model.getParent(), "dice");
    assertEquals(ExitCode.ERROR, other.code());
    assertEquals(1, other.err().lines().count(), other.err());
  }

  @Test
  void modelsAreFetchedFromAnAddress() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    server.createContext(
        "/zoo/",
        exchange -> {
          String name = exchange.getRequestURI().getPath().substring("/zoo/".length());
          Path file = model.resolveSibling(name);
          boolean there = Files.exists(file);
          exchange.sendResponseHeaders(there ? 200 : 404, there ? Files.size(file) : -1);
          if (there) {
            Files.copy(file, exchange.getResponseBody());
          }
          exchange.close();
        });
    server.start();
    try {
      String zoo = "http://localhost:" + server.getAddress().getPort() + "/zoo";
      Run.Result nothing = atHome().run("models", "pull", zoo);
      assertEquals(ExitCode.ERROR, nothing.code());
      assertEquals(1, nothing.err().lines().count(), nothing.err());
      String sha256 = ModelFile.load(model).sha256();
      offer("coins", sha256);
      assertEquals(ExitCode.DONE, atHome().run("models", "pull", zoo).code());
      assertArrayEquals(Files.readAllBytes(model), Files.readAllBytes(pulled()));
      Files.delete(pulled());
      String single = zoo + "/coins.safetensors";
      assertEquals(ExitCode.ERROR, atHome().run("models", "pull", single).code());
      assertTrue(Files.notExists(pulled()));
      Run.Result stated = atHome().run("models", "pull", "--sha256", sha256, single);
      assertEquals(ExitCode.DONE, stated.code(), stated.err());
      assertTrue(Files.exists(pulled()));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whatIsNotAsStatedIsNotKept() throws IOException {
    offer("coins", "0".repeat(64));
    Run.Result wrong = atHome().run("models", "pull", model.getParent());
    assertEquals(ExitCode.ERROR, wrong.code());
    assertTrue(wrong.err().contains("SHA-256"), wrong.err());
    assertEquals(1, wrong.err().lines().count(), wrong.err());
    assertTrue(Files.notExists(pulled()));
    Files.writeString(model.resolveSibling("models.json"), "{}");
    assertEquals(ExitCode.ERROR, atHome().run("models", "pull", model.getParent()).code());
    assertEquals(ExitCode.ERROR, atHome().run("models", "pull", folder.resolve("no")).code());
    Files.writeString(model, "no model");
    Run.Result foreign = atHome().run("models", "pull", model);
    assertEquals(ExitCode.ERROR, foreign.code());
    assertTrue(Files.notExists(pulled()));
  }

  @Test
  void anotherModelOfThatNameIsOverwrittenOnlyByForce() throws IOException {
    Files.createDirectories(pulled().getParent());
    Files.writeString(pulled(), "another");
    Run.Result kept = atHome().run("models", "pull", model);
    assertEquals(ExitCode.ERROR, kept.code());
    assertEquals("another", Files.readString(pulled()));
    assertEquals(ExitCode.DONE, atHome().run("models", "pull", "-f", model).code());
    assertArrayEquals(Files.readAllBytes(model), Files.readAllBytes(pulled()));
  }

  private Run withModels() {
    return Run.with().environment("BYTEZIP_MODELS", model.getParent().toString());
  }
}
