package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SweepCommandTest {
  @TempDir Path folder;

  private Texts texts;

  private int sweep(String yaml) throws Exception {
    Path grid = Files.writeString(folder.resolve("grid.yaml"), yaml);
    return SweepCommand.execute(
        texts.out(), texts.err(), grid.toString(), "--out", folder.resolve("runs").toString());
  }

  private String grid(String rates) throws Exception {
    return """
    base:
      config: %s
      data: {text: %s}
      cache: %s
    grid:
      lr: [%s]
    """
        .formatted(
            texts.config(),
            texts.words("words", List.of("one", "two")),
            folder.resolve("cache"),
            rates);
  }

  @Test
  void runsEachOnceAndSumsUp() throws Exception {
    texts = new Texts(folder);
    Path first = folder.resolve("runs/lr=0.01");
    // The second run fails: its loss is soon no number.
    assertEquals(1, sweep(grid("0.01, 1.0E+30")), texts::told);
    assertTrue(texts.told().contains("failed: bytezip train: the loss is not finite"));
    String table = texts.printed();
    assertTrue(table.startsWith("lr      status  step"), table);
    JsonArray rows =
        JsonParser.parseString(Files.readString(folder.resolve("runs/summary.json")))
            .getAsJsonArray();
    assertEquals(2, rows.size());
    JsonObject row = rows.get(0).getAsJsonObject();
    assertEquals("done", row.get("status").getAsString());
    assertEquals(20, row.get("step").getAsInt());
    assertTrue(row.get("text").getAsDouble() < 8.2, row.toString());
    assertEquals("failed", rows.get(1).getAsJsonObject().get("status").getAsString());
    assertEquals(3, Files.readAllLines(folder.resolve("runs/summary.csv")).size());

    // A run that was killed before its end goes on from its checkpoint.
    List<String> log = Files.readAllLines(first.resolve("log.jsonl"));
    Files.write(first.resolve("log.jsonl"), log.subList(0, log.size() - 1));
    Files.delete(first.resolve("runs.safetensors"));
    assertEquals(0, sweep(grid("0.01")), texts::told);
    assertTrue(Files.exists(first.resolve("runs.safetensors")));
    assertFalse(texts.told().contains("finished already"));

    // A finished run is not touched again.
    FileTime done = Files.getLastModifiedTime(first.resolve("log.jsonl"));
    assertEquals(0, sweep(grid("0.01")), texts::told);
    assertTrue(texts.told().contains("lr=0.01 is finished already"));
    assertEquals(done, Files.getLastModifiedTime(first.resolve("log.jsonl")));

    // The same values with another base would mix two sweeps.
    assertEquals(1, sweep(grid("0.01").replace("base:", "base:\n  seed: 2")));
    assertTrue(texts.told().contains("lr=0.01 holds a run with other settings"));
  }

  @Test
  void mistakesGetOneLine() throws Exception {
    texts = new Texts(folder);
    assertEquals(1, sweep("base: {}"));
    assertEquals(1, texts.told().lines().count());
    assertEquals(
        1, SweepCommand.execute(texts.out(), texts.err(), "missing.yaml", "--out", "runs"));
    assertEquals("bytezip sweep: no such file or folder: missing.yaml\n", texts.told());
    assertEquals(2, SweepCommand.execute(texts.out(), texts.err(), "grid.yaml"));
  }
}
