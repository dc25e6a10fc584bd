package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {
  @TempDir Path folder;

  private static JsonObject event(int step) {
    JsonObject event = new JsonObject();
    event.addProperty("event", "train");
    event.addProperty("step", step);
    return event;
  }

  private Path log(int... steps) throws Exception {
    Path file = folder.resolve("log.jsonl");
    try (RunLog log = RunLog.create(file)) {
      for (int step : steps) {
        log.add(event(step));
      }
    }
    return file;
  }

  private static List<Integer> steps(List<JsonObject> events) {
    return events.stream().map(e -> e.get("step").getAsInt()).toList();
  }

  @Test
  void goingOnDropsWhatComesAgain() throws Exception {
    Path file = log(1, 5, 9, 12);
    try (RunLog log = RunLog.resume(file, 9)) {
      assertEquals(List.of(1, 5, 9), steps(log.events()));
      log.add(event(10));
    }
    assertEquals(List.of(1, 5, 9, 10), steps(RunLog.read(file)));
  }

  @Test
  void aTornLastLineIsDropped() throws Exception {
    Path file = log(1, 5);
    String whole = Files.readString(file);
    for (int cut = 1; cut < whole.length() / 2; cut++) {
      Files.writeString(file, whole.substring(0, whole.length() - cut));
      List<Integer> steps = steps(RunLog.read(file));
      assertTrue(steps.equals(List.of(1)) || cut == 1 && steps.equals(List.of(1, 5)), steps + "");
    }
  }

  @Test
  void resumingWithoutALogBeginsOne() throws Exception {
    Path file = folder.resolve("log.jsonl");
    try (RunLog log = RunLog.resume(file, 3)) {
      log.add(event(4));
    }
    assertEquals(List.of(4), steps(RunLog.read(file)));
  }

  @Test
  void aFullDiskIsOneLine() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    try (RunLog log = RunLog.create(full)) {
      IOException e = assertThrows(IOException.class, () -> log.add(event(1)));
      assertEquals("cannot write /dev/full: No space left on device", e.getMessage());
    }
  }
}
