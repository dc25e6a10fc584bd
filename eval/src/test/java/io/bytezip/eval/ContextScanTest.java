package io.bytezip.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.codec.CompressOptions;
import io.bytezip.codec.CompressOptions.Profile;
import io.bytezip.codec.ModelSource;
import io.bytezip.modalities.Modality;
import io.bytezip.modelzoo.Catalogue;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextScanTest {
  @TempDir Path folder;

  private final ModelSource models = Catalogue.standard(Map.of());

  private ContextReport scan(int window, EvalOptions options) throws IOException {
    return new ContextScan(models, options, window, false, (done, total, path) -> {}).run(folder);
  }

  private long archive(Path file) throws IOException {
    CompressOptions frozen = CompressOptions.DEFAULTS.withProfile(Profile.FROZEN).withThreads(1);
    Piece piece = new Piece("", "", file, Loader.modality(file), 0, Long.MAX_VALUE);
    return new Archiver(models, new Variant("frozen", frozen, List.of()))
        .measure(Loader.load(piece, Long.MAX_VALUE), false)
        .orElseThrow()
        .bytes();
  }

  @Test
  void oneWindowOfATextTakesWhatItsArchiveTakes() throws IOException {
    byte[] text =
        """
        The committee met on a rainy evening to decide which of the old trees should be felled. \
        Nobody wanted to speak first, and so the chairman read the letter of the gardener aloud.
        """
            .repeat(2)
            .getBytes(StandardCharsets.UTF_8);
    Path file = Files.write(folder.resolve("minutes.txt"), text);
    ContextCurve curve = scan(text.length, EvalOptions.DEFAULTS).curves().getFirst();
    assertEquals(Modality.TEXT, curve.modality());
    assertEquals("bytezip-text-3", curve.model().name());
    assertEquals(1, curve.windows());
    // Headers take some 40 bytes.
    long coded = Math.round(curve.bits() / 8);
    assertTrue(Math.abs(archive(file) - 40 - coded) < 20, archive(file) + " and " + coded);
    List<ContextCurve.Stretch> stretches = curve.stretches();
    assertEquals(text.length, stretches.stream().mapToLong(ContextCurve.Stretch::bytes).sum());
    assertEquals(text.length - 1, stretches.getLast().to());
    assertTrue(stretches.getLast().bitsPerByte() < stretches.getFirst().bitsPerByte());
  }

  @Test
  void predictionsOfPixelsGoOnOverCuts() throws IOException {
    BufferedImage picture = Samples.picture(120, 90, BufferedImage.TYPE_3BYTE_BGR);
    Random noise = new Random(1);
    for (int y = 0; y < 90; y++) {
      for (int x = 0; x < 120; x++) {
        picture.setRGB(x, y, picture.getRGB(x, y) ^ noise.nextInt() & 0x070707);
      }
    }
    Path file = Files.write(folder.resolve("picture.png"), Samples.png(picture));
    int bytes = 120 * 90 * 3;
    ContextCurve cut = scan(100, EvalOptions.DEFAULTS).curves().getFirst();
    assertEquals(Modality.IMAGE, cut.modality());
    assertEquals(bytes / 100, cut.windows());
    double whole = 8.0 * archive(file);
    assertTrue(cut.bits() > 0.95 * whole && cut.bits() < 1.1 * whole, cut.bits() + " " + whole);
  }

  @Test
  void rawIsSamplesWithoutHeaders() throws IOException {
    ModelSource letters = new TransferScan.Only(Samples.model("letters").named());
    Files.write(
        folder.resolve("picture.png"),
        Samples.png(Samples.picture(20, 10, BufferedImage.TYPE_3BYTE_BGR)));
    Files.write(folder.resolve("tone.wav"), Samples.wav(Samples.tone(100, 2), 2, 8000));
    Files.write(folder.resolve("text"), Samples.text(200, 1));
    ContextReport report =
        new ContextScan(letters, EvalOptions.DEFAULTS, 100, true, (done, total, path) -> {})
            .run(folder);
    Map<Modality, Long> bytes = new EnumMap<>(Modality.class);
    report.curves().forEach(curve -> bytes.put(curve.modality(), curve.measured()));
    assertEquals(Map.of(Modality.IMAGE, 600L, Modality.AUDIO, 400L, Modality.TEXT, 200L), bytes);
  }

  @Test
  void windowsBeginAnewAndAreMeasuredSideBySide() throws IOException {
    byte[] window = Samples.text(64, 1);
    byte[] many = new byte[130 * 64 + 63];
    for (int i = 0; i < many.length; i++) {
      many[i] = window[i % 64];
    }
    Files.write(folder.resolve("same"), many);
    ContextCurve curve = scan(64, EvalOptions.DEFAULTS).curves().getFirst();
    assertEquals(130, curve.windows());
    Files.write(folder.resolve("same"), window);
    ContextCurve one = scan(64, EvalOptions.DEFAULTS).curves().getFirst();
    assertEquals(130 * one.bits(), curve.bits(), 1e-6 * curve.bits());
  }

  @Test
  void filesWithoutAWindowAndLimits() throws IOException {
    assertThrows(IllegalArgumentException.class, () -> scan(0, EvalOptions.DEFAULTS));
    Files.write(folder.resolve("short"), Samples.text(63, 1));
    assertTrue(scan(64, EvalOptions.DEFAULTS).curves().isEmpty());
    Files.write(folder.resolve("text"), Samples.text(640, 1));
    Files.write(
        folder.resolve("broken.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    ContextReport report = scan(64, EvalOptions.DEFAULTS.withMaxBytes(63 + 320));
    assertEquals(5, report.curves().getFirst().windows());
    assertEquals(List.of("broken.png"), names(report));
  }

  @Test
  void whatIsOpenedIsMeasuredWhole() throws IOException {
    byte[] text = Samples.text(6400, 1);
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("text.gz")))) {
      out.write(text);
    }
    assertEquals(100, scan(64, EvalOptions.DEFAULTS).curves().getFirst().windows());
  }

  @Test
  void theFolderMayBeALink() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Files.write(real.resolve("text"), Samples.text(64, 1));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    ContextReport report =
        new ContextScan(models, EvalOptions.DEFAULTS, 64, false, (done, total, path) -> {})
            .run(link);
    assertEquals(1, report.curves().getFirst().windows());
  }

  @Test
  void anEmptyFileOfASampleIsNamed() throws IOException {
    Files.createFile(folder.resolve("empty"));
    Files.write(folder.resolve("text"), Samples.text(64, 1));
    Path list = Files.writeString(folder.resolve("list"), "empty\ntext\n");
    ContextReport report =
        scan(64, EvalOptions.DEFAULTS.withSample(Optional.of(SampleList.read(list))));
    assertEquals(1, report.curves().getFirst().windows());
    assertEquals(List.of("empty"), names(report));
  }

  private static List<String> names(ContextReport report) {
    return report.problems().stream().map(Report.Problem::path).toList();
  }
}
