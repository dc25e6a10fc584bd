package io.bytezip.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.bytezip.codec.NamedModel;
import io.bytezip.modalities.Modality;
import io.bytezip.modelzoo.Catalogue;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferScanTest {
  @TempDir Path folder;

  private TransferReport scan(NamedModel... models) throws IOException {
    return new TransferScan(List.of(models), EvalOptions.DEFAULTS, 100, (done, total, path) -> {})
        .run(folder);
  }

  private static JsonObject json(TransferReport report) throws IOException {
    StringBuilder text = new StringBuilder();
    report.printJson(text);
    return JsonParser.parseString(text.toString()).getAsJsonObject();
  }

  private static double bits(JsonObject model, String mixture) {
    return model.getAsJsonObject("bits_per_byte").get(mixture).getAsDouble();
  }

  @Test
  void aMixtureTakesTheMeanOfItsKinds() throws IOException {
    Files.write(
        folder.resolve("picture.png"),
        Samples.png(Samples.picture(20, 10, BufferedImage.TYPE_3BYTE_BGR)));
    Files.write(folder.resolve("tone.wav"), Samples.wav(Samples.tone(100, 2), 2, 8000));
    Files.write(folder.resolve("text"), Samples.text(500, 1));
    Files.write(folder.resolve("noise"), Samples.noise(1000, 1));
    byte[] odd = Samples.wav(Samples.tone(100, 1), 1, 8000);
    odd[20] = 3;
    Files.write(folder.resolve("float.wav"), odd);
    NamedModel letters = Samples.model("letters").named();
    TransferReport report = scan(letters, letters);
    assertEquals(
        List.of("float.wav"), report.problems().stream().map(Report.Problem::path).toList());
    JsonObject root = json(report);
    assertEquals(1, root.getAsJsonArray("problems").size());
    assertEquals(2, root.getAsJsonArray("models").size());
    JsonObject model = root.getAsJsonArray("models").get(0).getAsJsonObject();
    assertEquals(model, root.getAsJsonArray("models").get(1));
    // It expects four letters, equally.
    assertEquals(2, bits(model, "text"), 0.01);
    double image = bits(model, "image");
    double audio = bits(model, "audio");
    assertTrue(image > 10 && audio > 10, image + " " + audio);
    assertEquals((2 + image) / 2, bits(model, "text+image"), 0.01);
    assertEquals((2 + audio) / 2, bits(model, "text+audio"), 0.01);
    assertEquals((image + audio) / 2, bits(model, "image+audio"), 0.01);
    assertEquals((2 + image + audio) / 3, bits(model, "text+image+audio"), 0.01);
    assertEquals(600, model.getAsJsonObject("bytes").get("image").getAsLong());

    StringBuilder text = new StringBuilder();
    report.print(text);
    List<String> lines = text.toString().lines().toList();
    assertTrue(
        lines
            .get(1)
            .matches(
                "model +text +image +audio +text\\+image +text\\+audio +image\\+audio"
                    + " +text\\+image\\+audio"),
        lines.get(1));
    assertTrue(lines.get(2).matches("letters +2\\.00\\d .*"), lines.get(2));
    // A quarter of the size, and some thousand weights over 1 GB.
    assertTrue(lines.get(7).matches("letters +0\\.25\\d .*"), lines.get(7));
    assertTrue(
        text.toString()
            .contains("Measured: 500 bytes of text, 600 bytes of image, 400 bytes of audio;"),
        text.toString());
  }

  @Test
  void aKindThatIsNotThereLeavesItsMixturesOut() throws IOException {
    Files.write(folder.resolve("text"), Samples.text(500, 1));
    Files.write(
        folder.resolve("broken.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    TransferReport report =
        scan(Samples.model("letters").named(), Samples.model("letters").named());
    StringBuilder text = new StringBuilder();
    report.print(text);
    assertTrue(
        text.toString().lines().toList().get(2).matches("letters +2\\.00\\d( +-){6}"),
        text.toString());
    assertEquals(
        List.of("broken.png"), report.problems().stream().map(Report.Problem::path).toList());
  }

  @Test
  void weightsCountForAGigabyte() throws IOException {
    TransferReport.Row row =
        new TransferReport.Row(
            "m", 5_000_000, Map.of(Modality.TEXT, new TransferReport.Kind(1000, 4)));
    StringBuilder text = new StringBuilder();
    new TransferReport(100, List.of(row), List.of()).print(text);
    // Half the size, and ten million bytes of weights.
    assertTrue(text.toString().contains("m      0.510"), text.toString());
  }

  @Test
  void nothingThere() throws IOException {
    Files.write(folder.resolve("short"), Samples.text(99, 1));
    StringBuilder text = new StringBuilder();
    scan(Samples.model("letters").named()).print(text);
    assertTrue(text.toString().endsWith("nothing there has a window of 100 bytes\n"));
  }

  @Test
  void whatReadsNoBytesIsRefused() throws IOException {
    NamedModel image = Catalogue.standard(Map.of()).load("bytezip-image-4").named();
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> scan(image));
    assertTrue(e.getMessage().contains("bytezip-image-4"), e.getMessage());
    NamedModel letters = Samples.model("letters").named();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new TransferScan(List.of(letters), EvalOptions.DEFAULTS, 0, (done, total, path) -> {}));
  }
}
