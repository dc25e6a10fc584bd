package io.bytezip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bytezip inspect} and {@code bytezip heatmap}. */
class SeeingTest {
  private static final int WIDTH = 400;
  private static final int HEIGHT = 20;

  @TempDir Path folder;

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static byte[] text() {
    StringBuilder text = new StringBuilder();
    Random random = new Random(1);
    while (text.length() < 3000) {
      text.append(Integer.toString(random.nextInt(900) * 7919, 36)).append(" <&> ");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Grey, and noise in a square of 20 by 20 pixels at its left. */
  private static byte[] ppm() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(("P6\n" + WIDTH + " " + HEIGHT + "\n255\n").getBytes(StandardCharsets.US_ASCII));
    Random random = new Random(2);
    for (int i = 0; i < 3 * WIDTH * HEIGHT; i++) {
      int x = i / 3 % WIDTH;
      out.write(x < 20 ? random.nextInt(256) : x % 200);
    }
    return out.toByteArray();
  }

  private static byte[] wav() {
    int frames = 4000;
    ByteBuffer wav = ByteBuffer.allocate(44 + 2 * frames).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * frames);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16_000);
    wav.putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * frames);
    Random random = new Random(3);
    for (int i = 0; i < frames; i++) {
      wav.putShort((short) (4000 * StrictMath.sin(i * 0.05) + random.nextInt(16)));
    }
    return wav.array();
  }

  private static JsonObject inspect(Object... arguments) {
    Object[] all = Stream.concat(Stream.of("inspect", "--json"), Stream.of(arguments)).toArray();
    Run.Result result = Run.with().run(all);
    assertEquals("", result.err());
    assertEquals(ExitCode.DONE, result.code());
    return JsonParser.parseString(result.text()).getAsJsonObject();
  }

  private static JsonObject largest(JsonObject report) {
    JsonObject largest = null;
    for (var segment : report.getAsJsonArray("segments")) {
      JsonObject object = segment.getAsJsonObject();
      if (largest == null
          || object.get("original").getAsLong() > largest.get("original").getAsLong()) {
        largest = object;
      }
    }
    return largest;
  }

  @Test
  void aFileIsInspectedAsItIsCompressed() throws IOException {
    for (byte[] content : new byte[][] {text(), ppm(), wav(), new byte[0]}) {
      Path file = write("file", content);
      Path archive = folder.resolve("file.byz");
      assertEquals(ExitCode.DONE, Run.with().run("-f", "-4", file).code());
      JsonObject report = inspect("-4", file);
      assertEquals(file.toString(), report.get("file").getAsString());
      assertEquals("file", report.get("input").getAsString());
      assertTrue(report.get("complete").getAsBoolean());
      assertEquals(content.length, report.get("original").getAsLong());
      assertEquals(Files.size(archive), report.get("archive").getAsLong());
      double sum = report.get("headers").getAsDouble();
      for (var segment : report.getAsJsonArray("segments")) {
        sum += segment.getAsJsonObject().get("archive").getAsDouble();
      }
      assertEquals((double) Files.size(archive), sum, 0.01);
      JsonObject decoded = inspect(archive);
      assertEquals("archive", decoded.get("input").getAsString());
      assertEquals(report.get("archive"), decoded.get("archive"));
      assertEquals(bits(report), bits(decoded));
    }
  }

  private static JsonArray bits(JsonObject report) {
    JsonArray bits = new JsonArray();
    report
        .getAsJsonArray("segments")
        .forEach(segment -> bits.add(segment.getAsJsonObject().get("bitsPerByte")));
    return bits;
  }

  @Test
  void jsonHasWhatMatters() throws IOException {
    JsonObject image = largest(inspect("-4", write("picture", ppm())));
    assertEquals(
        Set.of(
            "block",
            "offset",
            "format",
            "original",
            "archive",
            "bitsPerByte",
            "modality",
            "layout",
            "width",
            "channels",
            "method",
            "effort",
            "lanes"),
        image.keySet());
    assertEquals("pnm", image.get("format").getAsString());
    assertEquals(14, image.get("offset").getAsLong());
    assertEquals("image", image.get("modality").getAsString());
    assertEquals("pixels", image.get("layout").getAsString());
    assertEquals(WIDTH, image.get("width").getAsInt());
    assertEquals(3, image.get("channels").getAsInt());
    assertEquals("adaptive", image.get("method").getAsString());
    JsonObject sound = largest(inspect("-1", write("sound", wav())));
    assertEquals("audio", sound.get("modality").getAsString());
    assertEquals("samples", sound.get("layout").getAsString());
    assertEquals(16, sound.get("bits").getAsInt());
    assertEquals("light", sound.get("effort").getAsString());
    JsonObject text = largest(inspect("-4", write("text", text())));
    assertEquals("text", text.get("modality").getAsString());
    assertEquals(0, text.get("offset").getAsLong());
  }

  @Test
  void theTableHasALineForEachSegment() throws IOException {
    Path file = write("picture", ppm());
    Run.Result result = Run.with().run("inspect", "-4", file);
    assertEquals(ExitCode.DONE, result.code());
    String[] lines = result.text().split("\n", -1);
    assertTrue(lines[0].startsWith(file + ": 24,014 bytes, archive "), lines[0]);
    assertTrue(lines[0].endsWith(" bits a byte"), lines[0]);
    assertTrue(lines[1].startsWith("segment "), lines[1]);
    assertTrue(
        Stream.of(lines)
            .anyMatch(line -> line.endsWith("pixels 400 x 3, adaptive, lanes 1, of pnm")),
        result.text());
    assertTrue(lines[lines.length - 2].endsWith("headers, recipes"));
  }

  @Test
  void aPartIsAFileOfItsOwn() throws IOException {
    JsonObject report = inspect("-4", "--length", 1000, write("text", text()));
    assertEquals(1000, report.get("original").getAsLong());
    assertFalse(report.get("complete").getAsBoolean());
    assertTrue(
        inspect("-4", "--length", 5000, folder.resolve("text")).get("complete").getAsBoolean());
  }

  @Test
  void standardInputIsRead() {
    Run.Result result = Run.with().input(text()).run("inspect", "-4", "--json");
    assertEquals(ExitCode.DONE, result.code());
    assertEquals(
        "standard input",
        JsonParser.parseString(result.text()).getAsJsonObject().get("file").getAsString());
  }

  @Test
  void whatIsWrongHasItsExitCode() throws IOException {
    Path file = write("file", text());
    assertEquals(ExitCode.ERROR, Run.with().run("inspect", folder.resolve("none")).code());
    assertEquals(ExitCode.WARNING, Run.with().run("inspect", "-4", folder, file).code());
    assertEquals(ExitCode.DONE, Run.with().run("-4", file).code());
    byte[] archive = Files.readAllBytes(folder.resolve("file.byz"));
    archive[archive.length / 2] ^= 1;
    Path damaged = write("damaged", archive);
    Path picture = folder.resolve("out.png");
    for (Object[] arguments :
        new Object[][] {{"inspect", damaged}, {"heatmap", "-o", picture, damaged}}) {
      Run.Result result = Run.with().run(arguments);
      assertEquals(ExitCode.CORRUPT, result.code());
      assertEquals(1, result.err().lines().count());
    }
    assertFalse(Files.exists(picture));
  }

  @Test
  void aPictureShowsWhatPixelsTake() throws IOException {
    Path out = folder.resolve("out.png");
    Path file = write("picture.ppm", ppm());
    Run.Result result = Run.with().run("heatmap", "-4", "--max", 24, "-o", out, file);
    assertEquals("", result.err());
    assertEquals(ExitCode.DONE, result.code());
    BufferedImage picture = ImageIO.read(out.toFile());
    assertEquals(WIDTH, picture.getWidth());
    assertTrue(picture.getHeight() > HEIGHT);
    assertTrue(light(picture, 0, 20) > 3 * light(picture, 20, WIDTH));
    assertEquals(
        Set.of("out.png", "picture.ppm"),
        Set.of(folder.toFile().list()),
        "no archive, no temporary file");
  }

  private static double light(BufferedImage picture, int from, int to) {
    double sum = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = from; x < to; x++) {
        int rgb = picture.getRGB(x, y);
        sum += (rgb & 255) + (rgb >> 8 & 255) + (rgb >> 16 & 255);
      }
    }
    return sum / (to - from);
  }

  @Test
  void aPageShowsText() throws IOException {
    Path out = folder.resolve("out.html");
    Run.Result result = Run.with().run("heatmap", "-4", "-o", out, write("<text>", text()));
    assertEquals("", result.err());
    assertEquals(ExitCode.DONE, result.code());
    String html = Files.readString(out);
    assertTrue(html.startsWith("<!DOCTYPE html>"));
    assertTrue(html.contains("<title>bytezip heatmap: &lt;text&gt;</title>"));
    assertTrue(html.contains("Segment 0: text"));
    assertTrue(html.endsWith("</html>\n"));
  }

  @Test
  void anArchiveIsDrawnLikeItsFile() throws IOException {
    Path file = write("sound.wav", wav());
    Path one = folder.resolve("one.png");
    Path two = folder.resolve("two.png");
    assertEquals(ExitCode.DONE, Run.with().run("-4", "-o", folder.resolve("byz"), file).code());
    Path archive = Files.move(folder.resolve("byz"), folder.resolve("sub.wav"));
    assertEquals(ExitCode.DONE, Run.with().run("heatmap", "-4", "-o", one, file).code());
    Files.move(archive, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertEquals(ExitCode.DONE, Run.with().run("heatmap", "-o", two, file).code());
    assertEquals(-1, Files.mismatch(one, two));
  }

  @Test
  void anotherSegmentMayBeChosen() throws IOException {
    Path file = write("picture", ppm());
    Path out = folder.resolve("out.png");
    assertEquals(
        ExitCode.DONE, Run.with().run("heatmap", "-4", "--segment", 1, "-o", out, file).code());
    assertTrue(ImageIO.read(out.toFile()).getWidth() < WIDTH, "the header, a pixel a byte");
    Run.Result missing = Run.with().run("heatmap", "-4", "-f", "--segment", 9, "-o", out, file);
    assertEquals(ExitCode.ERROR, missing.code());
    assertTrue(missing.err().contains("there is no segment 9, only 0 to 1"), missing.err());
  }

  @Test
  void nothingIsOverwrittenUnasked() throws IOException {
    Path file = write("text", text());
    Path out = write("out.html", new byte[] {1});
    assertEquals(ExitCode.ERROR, Run.with().run("heatmap", "-4", "-o", out, file).code());
    assertEquals(1, Files.size(out));
    assertEquals(ExitCode.DONE, Run.with().run("heatmap", "-4", "-f", "-o", out, file).code());
    assertTrue(Files.size(out) > 1000);
    Path same = write("same.png", text());
    assertEquals(ExitCode.ERROR, Run.with().run("heatmap", "-4", "-f", "-o", same, same).code());
    assertEquals(text().length, Files.size(same));
  }

  @Test
  void anEmptyFileHasAPageButNoPicture() throws IOException {
    Path file = write("empty", new byte[0]);
    assertEquals(
        ExitCode.DONE, Run.with().run("heatmap", "-o", folder.resolve("a.html"), file).code());
    Run.Result none = Run.with().run("heatmap", "-o", folder.resolve("a.png"), file);
    assertEquals(ExitCode.ERROR, none.code());
    assertTrue(none.err().contains("there is nothing to draw"), none.err());
    assertFalse(Files.exists(folder.resolve("a.png")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "heatmap .",
        "heatmap -o x.gif .",
        "heatmap -o x .",
        "heatmap -o x.png --max 0 .",
        "heatmap -o x.png --max NaN .",
        "heatmap -o x.png --segment -1 .",
        "heatmap -o x.html --segment 1 .",
        "heatmap -o x.html --json .",
        "heatmap -o x.html . .",
        "inspect --length 0 ."
      })
  void whatMakesNoSenseIsRefused(String options) {
    Run.Result result = Run.with().run((Object[]) options.split(" ", -1));
    assertEquals(ExitCode.USAGE, result.code());
    assertEquals(1, result.err().lines().count());
  }
}
