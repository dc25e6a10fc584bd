package io.bytezip.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {
  @TempDir Path folder;

  private String out;
  private String err;

  @BeforeEach
  void recipe() throws Exception {
    Files.writeString(
        folder.resolve("recipe.yaml"),
        "{format: bytezip recipe 1, name: n, mixture: {text: 1},"
            + " sources: [{name: books, modality: text, path: texts, licence: CC0}]}");
  }

  private int run(String... args) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int status =
        DataCommand.execute(
            new PrintStream(output, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8),
            args);
    out = output.toString(StandardCharsets.UTF_8);
    err = errors.toString(StandardCharsets.UTF_8);
    return status;
  }

  private int pack(String... more) {
    String[] args = {
      "pack",
      folder.resolve("recipe.yaml").toString(),
      "--root",
      folder.toString(),
      "--out",
      folder.resolve("pack").toString()
    };
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return run(all);
  }

  @Test
  void packsListsAndVerifies() throws Exception {
    Files.createDirectory(folder.resolve("texts"));
    Files.write(folder.resolve("texts/a.txt"), new byte[10_000]);
    assertEquals(0, pack("--xz", "--max-bytes", "text=5000"));
    assertTrue(out.contains("4,900 symbols in 1 shards"), out);
    String pack = folder.resolve("pack").toString();
    assertEquals(0, run("list", pack));
    assertTrue(out.contains("books (CC0)"), out);
    assertEquals(0, run("verify", pack));
    assertTrue(out.contains("all shards are sound: 2"), out);
    Files.write(folder.resolve("pack/00001.shard.xz"), new byte[7]);
    assertEquals(1, run("verify", pack));
    assertEquals(1, err.lines().count());
    assertTrue(err.contains("broken shard: "), err);
    assertEquals(1, pack());
    assertTrue(err.contains("exists already"), err);
  }

  @Test
  void mistakesAreToldInOneLine() throws Exception {
    assertEquals(1, pack());
    assertEquals(
        "bytezip data: source books: no such file or folder: " + folder.resolve("texts"),
        err.strip());
    assertEquals(1, pack("--max-bytes", "video=1"));
    assertEquals(1, err.lines().count());
    assertEquals(1, run("verify", folder.resolve("none").toString()));
    assertEquals("bytezip data: no such folder: " + folder.resolve("none"), err.strip());
    assertEquals(1, run("list", folder.toString()));
    assertTrue(err.contains("is no pack: it has no pack.json"), err);
    Files.writeString(folder.resolve("pack.json"), "{\"format\": 7");
    assertEquals(1, run("list", folder.toString()));
    assertEquals(1, err.lines().count());
    Files.writeString(folder.resolve("pack.json"), "{\"format\": \"bytezip pack 1\"}");
    assertEquals(1, run("list", folder.toString()));
    assertTrue(err.contains("parts of it are missing"), err);
    assertEquals(2, run());
    assertEquals(2, run("pack"));
  }
}
