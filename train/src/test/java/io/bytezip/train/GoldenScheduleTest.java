package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The optimiser's numbers are as written down in {@code python/golden/schedule.json}, which the
 * tests of the Python runner read too.
 */
class GoldenScheduleTest {
  private static final Gson GSON = new Gson();

  private record Case(int step, double progress, float[] hyper) {}

  private record Golden(JsonObject settings, List<Case> cases) {}

  @Test
  void numbersAreAsWrittenDown() throws Exception {
    JsonObject changes = new JsonObject();
    changes.addProperty("bytes", 1000);
    changes.addProperty("rate", 0.004);
    changes.addProperty("warmup", 7);
    changes.addProperty("clip", 0.7);
    TrainSettings settings = TrainSettings.defaults().with(changes);
    List<Case> cases = new ArrayList<>();
    for (int step : new int[] {1, 2, 6, 7, 8, 100, 10_000}) {
      double progress = Math.min(1, (step - 1) / 150.0);
      cases.add(new Case(step, progress, settings.hyper(step, progress).vector()));
    }
    Golden now = new Golden(settings.json(), cases);
    Path found = Path.of("target", "golden", "schedule.json");
    Files.createDirectories(found.getParent());
    Files.writeString(found, GSON.toJson(now) + "\n");
    Path written = Path.of("python", "golden", "schedule.json");
    Golden golden = GSON.fromJson(JsonParser.parseString(Files.readString(written)), Golden.class);
    assertTrue(golden.cases.size() == cases.size(), "Java now says " + found);
    for (int i = 0; i < cases.size(); i++) {
      assertArrayEquals(
          golden.cases.get(i).hyper, cases.get(i).hyper, 1e-9f, "Java now says " + found);
    }
  }
}
