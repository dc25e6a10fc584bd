package io.bytezip.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.Modality;
import io.bytezip.modelzoo.Catalogue;
import io.bytezip.modelzoo.ModelFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
  private static final int TEXT = 6000;

  @TempDir Path folder;
  private ModelFile model;

  @BeforeEach
  void files() throws IOException {
    model = Samples.model("letters");
    Path deep = Files.createDirectories(folder.resolve("a").resolve("b"));
    Files.write(folder.resolve("one.bin"), Samples.text(TEXT, 1));
    Files.write(deep.resolve("two.png"), Samples.text(TEXT, 2));
    Files.write(
        deep.resolve("picture"),
        Samples.png(Samples.picture(40, 30, BufferedImage.TYPE_3BYTE_BGR)));
    short[] tone = Samples.tone(900, 1);
    Files.write(folder.resolve("tone.wav"), Samples.wav(tone, 1, 16000));
    Files.write(folder.resolve("tone.flac"), Samples.flac(tone, 1, 16000));
    Files.write(folder.resolve("noise"), Samples.noise(500, 3));
    byte[] broken = Samples.png(Samples.picture(40, 30, BufferedImage.TYPE_BYTE_GRAY));
    Files.write(folder.resolve("broken.png"), Arrays.copyOf(broken, 60));
    Files.createFile(folder.resolve("empty"));
  }

  private Report evaluate(EvalOptions options, List<String> seen) throws IOException {
    return new Evaluation(
            Catalogue.of(List.of()).choosing(model), options, (done, total, path) -> seen.add(path))
        .run(folder, "");
  }

  private static Group group(Report report, String label) {
    return report.groups().stream()
        .filter(group -> group.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyFileIsMeasuredAsWhatItHolds() throws IOException {
    List<String> seen = new ArrayList<>();
    Report report = evaluate(EvalOptions.DEFAULTS.withVerify(true), seen);
    assertEquals(
        List.of("text", "image", "audio", "generic", "total"),
        report.groups().stream().map(Group::label).toList());
    assertEquals(7, seen.size());
    assertEquals(0, report.mismatches());
    assertEquals(
        Set.of("broken.png", "empty"),
        Set.copyOf(report.problems().stream().map(Report.Problem::path).toList()));

    Group text = group(report, "text");
    assertEquals(2 * TEXT, text.rawBytes());
    assertEquals(2 * TEXT, text.payloadBytes());
    assertEquals(2.0, text.bitsPerByte(), 0.1);
    assertEquals(List.of("letters"), text.models().stream().map(ModelUse::name).toList());
    assertEquals(2 * model.model().parameters(), text.weightBytes());
    assertEquals(
        (text.archiveBytes() + text.weightBytes()) / (2.0 * TEXT), text.adjustedRatio(), 1e-12);
    assertEquals(text.ratio() + text.weightBytes() / 1e9, text.adjustedRatioAtGigabyte(), 1e-12);
    assertTrue(text.compressRate() > 0 && text.decompressRate() > 0);

    Group image = group(report, "image");
    assertEquals(3 * 40 * 30, image.payloadBytes());
    assertEquals(3 * 40 * 30 + "P6\n40 30\n255\n".length(), image.rawBytes());

    Group audio = group(report, "audio");
    assertEquals(2, audio.results().size());
    assertEquals(2 * 2 * 900, audio.payloadBytes());
    assertEquals(2 * (44 + 2 * 900), audio.rawBytes());
    assertEquals(audio.results().get(0).archiveBytes(), audio.results().get(1).archiveBytes());

    Group total = group(report, "total");
    assertEquals(6, total.results().size());
    assertEquals(text.weightBytes(), total.weightBytes());
  }

  @Test
  void othersStandWhereTheyApply() throws IOException {
    Report report = evaluate(EvalOptions.DEFAULTS, new ArrayList<>());
    List<String> names = report.otherNames();
    assertEquals(List.of("gzip", "LZMA2", "PNG", "FLAC"), names);
    assertEquals(Set.of("gzip", "LZMA2"), group(report, "text").others(names).keySet());
    assertEquals(Set.of("gzip", "LZMA2", "PNG"), group(report, "image").others(names).keySet());
    assertEquals(Set.of("gzip", "LZMA2", "FLAC"), group(report, "audio").others(names).keySet());
    Group.Other flac = group(report, "total").others(names).get("FLAC");
    assertEquals(2, flac.files());
    assertTrue(flac.ratio() > 0.2 && flac.ratio() < 0.8, "FLAC " + flac.ratio());
    Group.Other gzip = group(report, "text").others(names).get("gzip");
    assertTrue(gzip.ratio() > 0.25 && gzip.ratio() < 0.35, "gzip " + gzip.ratio());
  }

  @Test
  void limitsCountWithinEachModality() throws IOException {
    List<String> seen = new ArrayList<>();
    Report report = evaluate(EvalOptions.DEFAULTS.withMaxFiles(1), seen);
    assertEquals(1, group(report, "text").results().size());
    assertEquals(1, group(report, "audio").results().size());
    report = evaluate(EvalOptions.DEFAULTS.withMaxBytes(TEXT + 100), new ArrayList<>());
    assertEquals(TEXT + 100, group(report, "text").rawBytes());
    report = evaluate(EvalOptions.DEFAULTS.withMaxBytes(1000), new ArrayList<>());
    assertEquals(1000, group(report, "text").rawBytes());
    assertEquals(1, group(report, "audio").results().size());
    assertEquals(44 + 2 * 900, group(report, "audio").rawBytes());
  }

  @Test
  void withoutModelsNoWeightsCount() throws IOException {
    Report report =
        new Evaluation(Catalogue.of(List.of()), EvalOptions.DEFAULTS, (done, total, path) -> {})
            .run(folder.resolve("one.bin"), "");
    assertEquals(1, report.groups().size());
    Group text = report.groups().getFirst();
    assertEquals(Report.label(Modality.TEXT), text.label());
    assertEquals("one.bin", text.results().getFirst().path());
    assertEquals(0, text.weightBytes());
    assertEquals(text.ratio(), text.adjustedRatio());
    assertFalse(Double.isFinite(text.decompressRate()));
  }

  @Test
  void aMissingFolderIsAnError() {
    Evaluation evaluation =
        new Evaluation(Catalogue.of(List.of()), EvalOptions.DEFAULTS, (done, total, path) -> {});
    assertThrows(NoSuchFileException.class, () -> evaluation.run(folder.resolve("no"), ""));
  }

  @Test
  void missingProgramsAreNamed() throws IOException {
    Report report =
        evaluate(EvalOptions.DEFAULTS.withReference(true).withMaxFiles(1), new ArrayList<>());
    assertEquals(List.of("xz", "zstd", "flac", "cwebp", "cjxl"), report.missing());
  }
}
