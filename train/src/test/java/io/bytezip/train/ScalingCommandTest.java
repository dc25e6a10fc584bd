package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.train.PowerLaw.Point;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalingCommandTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return ScalingCommand.execute(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        arguments);
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** A run's folder with a log of two lines. */
  private String log(String name, double flop, double bits) throws Exception {
    Path run = Files.createDirectories(folder.resolve(name));
    Files.writeString(
        run.resolve("log.jsonl"),
        String.format(
            Locale.ROOT,
            """
            {"event":"start","step":0}
            {"event":"end","step":9,"bytes":2500000,"seconds":1800,"flop":%s,"text":%s,"bits":%s}
            """,
            flop,
            bits,
            bits + 1));
    return run.toString();
  }

  @Test
  void versionIsTold() {
    assertEquals(0, run("--version"));
    assertTrue(said().startsWith("bytezip "), said());
  }

  @Test
  void tableLawAndPicture() throws Exception {
    PowerLaw law = new PowerLaw(1, 300, 0.2);
    List<String> arguments = new ArrayList<>();
    for (double flop : new double[] {4e13, 1e12, 8e12, 2e12}) {
      arguments.add(log("run" + (int) (flop / 1e12), flop, law.bits(flop)));
    }
    Path plot = folder.resolve("law.png");
    arguments.addAll(List.of("--kind", "text", "--plot", plot.toString(), "--times", "100"));
    assertEquals(0, run(arguments.toArray(String[]::new)), err.toString(StandardCharsets.UTF_8));
    List<String> lines = said().lines().toList();
    assertEquals("| run | MB | FLOP | hours | bits a byte |", lines.get(0));
    assertEquals("| run1 | 2.5 | 1.00e+12 | 0.50 | %.4f |".formatted(law.bits(1e12)), lines.get(2));
    assertTrue(lines.get(5).startsWith("| run40 |"), said());
    assertTrue(said().contains("In all 5.10e+13 FLOP in 2.00 hours."), said());
    assertTrue(said().contains("bits = 1.000 + 300 x FLOP^-0.200"), said());
    assertTrue(
        said()
            .contains(
                "With 100 times the greatest compute, 4.00e+15 FLOP: %.3f bits a byte."
                    .formatted(law.bits(4e15))),
        said());
    BufferedImage picture = ImageIO.read(plot.toFile());
    assertEquals(900, picture.getWidth());
  }

  @Test
  void threeRunsMakeNoLaw() throws Exception {
    assertEquals(0, run(log("a", 1e12, 3), log("b", 2e12, 2.8), log("c", 4e12, 2.6)));
    assertTrue(said().contains("| a | 2.5 | 1.00e+12 | 0.50 | 4.0000 |"), said());
    assertTrue(said().contains("No law: "), said());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "missing|no log of a run",
        "UNFINISHED|not a finished run",
        "RUN --kind image|has no \"image\"",
        "RUN --plot missing/x.png|no such file or folder: missing",
        "NEGATIVE|odd \"flop\""
      })
  void mistakesGetOneLine(String both) throws Exception {
    Path unfinished = folder.resolve("unfinished.jsonl");
    Files.writeString(unfinished, "{\"event\":\"start\",\"step\":0}\n{\"event\":\"en");
    String[] parts = both.split("\\|", -1);
    String line =
        parts[0]
            .replace("UNFINISHED", unfinished.toString())
            .replace("NEGATIVE", log("negative", -1, 2))
            .replace("RUN", log("run", 1e12, 2));
    assertEquals(1, run(line.split(" ", -1)));
    String told = err.toString(StandardCharsets.UTF_8);
    assertEquals(1, told.lines().count(), told);
    assertTrue(told.startsWith("bytezip scaling: ") && told.contains(parts[1]), told);
  }

  @Test
  void aLogFileIsNamedWithoutItsEnding() throws Exception {
    Path file = Path.of(log("x", 1e12, 2)).resolve("log.jsonl");
    Path moved = folder.resolve("bytezip-text.jsonl");
    Files.move(file, moved);
    assertEquals(0, run(moved.toString()));
    assertTrue(said().contains("| bytezip-text | 2.5 |"), said());
    assertEquals(2, run());
    assertEquals(2, run(moved.toString(), "--times", "1"));
    assertEquals(2, run(moved.toString(), "--times", "NaN"));
    assertEquals(2, run(moved.toString(), "--kind", "seconds"));
    Files.writeString(moved, "{\"event\":{},\"step\":0}\n");
    assertEquals(1, run(moved.toString()));
  }

  @Test
  void pictureWithoutALaw() throws Exception {
    Path png = folder.resolve("points.png");
    ScalingPlot.draw(List.of(new Point(1e12, 2), new Point(2e12, 1.9)), null, 10, png);
    assertTrue(Files.size(png) > 1000);
  }
}
