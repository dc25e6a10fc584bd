package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.errorprone.annotations.FormatMethod;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossCurveTest {
  @TempDir Path folder;

  @FormatMethod
  private static JsonObject json(String format, Object... arguments) {
    return JsonParser.parseString(String.format(Locale.ROOT, format, arguments)).getAsJsonObject();
  }

  private static List<JsonObject> events() {
    List<JsonObject> events = new ArrayList<>();
    events.add(json("{\"event\": \"start\", \"step\": 0}"));
    for (int i = 1; i <= 3000; i++) {
      events.add(
          json(
              "{\"event\": \"train\", \"step\": %d, \"bytes\": %d, \"bits\": %f}",
              i, 8192 * i, 2 + 6 / Math.sqrt(i)));
      if (i % 500 == 0) {
        events.add(
            json(
                "{\"event\": \"validation\", \"step\": %d, \"bytes\": %d, \"text\": %f, \"ood\":"
                    + " {\"image\": %f}}",
                i, 8192 * i, 2.1 + 6 / Math.sqrt(i), 4.0));
      }
    }
    return events;
  }

  @Test
  void everyCurveIsDrawn() throws Exception {
    Path png = folder.resolve("loss.png");
    LossCurve.draw("a run", events(), png);
    BufferedImage picture = ImageIO.read(png.toFile());
    assertEquals(1000, picture.getWidth());
    assertEquals(600, picture.getHeight());
    assertFalse(Files.exists(folder.resolve("loss.png.tmp")));
    List<JsonObject> fewer = events().stream().filter(e -> !e.has("ood")).toList();
    byte[] all = Files.readAllBytes(png);
    LossCurve.draw("a run", fewer, png);
    assertFalse(Arrays.equals(all, Files.readAllBytes(png)));
  }

  @Test
  void nothingIsDrawnOfNothing() throws Exception {
    Path png = folder.resolve("loss.png");
    LossCurve.draw("a run", events().subList(0, 1), png);
    assertFalse(Files.exists(png));
  }
}
