package io.bytezip.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.bytezip.modalities.Modality;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrontPlotTest {
  @TempDir Path folder;

  private static FileResult file(Modality modality, long fast, long slow) {
    Map<String, Measurement> measurements = new LinkedHashMap<>();
    measurements.put("fast", new Measurement(fast, 0.01, 0.01, 0, List.of()));
    measurements.put("slow", new Measurement(slow, 1.5, 1.5, 0, List.of()));
    measurements.put("gzip", new Measurement(5000, 0.001, 0.001, 0, List.of()));
    return new FileResult("f", "s", modality, 10_000, 10_000, measurements);
  }

  private static Report report(FileResult... results) {
    return new Report(
        EvalOptions.DEFAULTS,
        List.of(new Report.Column("fast", ""), new Report.Column("slow", "")),
        List.of(new Report.Column("gzip", "")),
        List.of(results),
        List.of(),
        List.of(),
        0);
  }

  private static int[] pixels(Path png) throws IOException {
    BufferedImage picture = ImageIO.read(png.toFile());
    return picture.getRGB(
        0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
  }

  @Test
  void everyModalityHasAPictureOfItsOwn() throws IOException {
    Report report = report(file(Modality.TEXT, 4000, 3000), file(Modality.AUDIO, 7000, 6500));
    List<Path> drawn = FrontPlot.draw(report, folder.resolve("front.png"));
    assertEquals(
        List.of(folder.resolve("front-text.png"), folder.resolve("front-audio.png")), drawn);
    int[] text = pixels(drawn.get(0));
    FrontPlot.draw(report(file(Modality.TEXT, 4000, 2000)), folder.resolve("other.png"));
    int[] other = pixels(folder.resolve("other-text.png"));
    assertFalse(Arrays.equals(text, other), "other ratios, another picture");
  }

  @Test
  void oneVariantAloneIsDrawn() throws IOException {
    FileResult one = file(Modality.IMAGE, 4000, 4000);
    assertEquals(1, FrontPlot.draw(report(one), folder.resolve("front")).size());
  }
}
