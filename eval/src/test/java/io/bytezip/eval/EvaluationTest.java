package io.bytezip.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.codec.CompressOptions;
import io.bytezip.codec.CompressOptions.Profile;
import io.bytezip.codec.ModelId;
import io.bytezip.codec.ModelSource;
import io.bytezip.codec.NamedModel;
import io.bytezip.codec.UnknownModelException;
import io.bytezip.codec.mix.MixerStarts;
import io.bytezip.eval.Report.By;
import io.bytezip.modalities.Layout;
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
import java.util.Optional;
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
    return report.groups(By.MODALITY).stream()
        .filter(group -> group.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  private static Sum own(Group group) {
    return group.sum("bytezip").orElseThrow();
  }

  private static Variant variant(String name, Profile profile) {
    return new Variant(name, CompressOptions.DEFAULTS.withProfile(profile), List.of());
  }

  /** An archive that gives an error instead of its input has not come back either. */
  @Test
  void whatDoesNotDecodeIsCounted() throws IOException {
    ModelSource whole = Catalogue.of(List.of()).choosing(model);
    ModelSource forgetful =
        new ModelSource() {
          @Override
          public NamedModel forCompression(Layout layout) {
            return whole.forCompression(layout);
          }

          @Override
          public NamedModel byId(ModelId id) throws UnknownModelException {
            throw new UnknownModelException(id);
          }
        };
    EvalOptions options = EvalOptions.DEFAULTS.withVerify(true);
    Report report = new Evaluation(forgetful, options, (done, total, path) -> {}).run(folder, "");
    assertTrue(report.mismatches() > 0, report.problems().toString());
    StringBuilder text = new StringBuilder();
    ReportTable.print(report, List.of(By.MODALITY), text);
    assertTrue(text.toString().contains(" ARCHIVES DID NOT DECODE TO THEIR INPUT\n"));
    assertFalse(text.toString().contains("every archive was decoded"));
  }

  @Test
  void everyFileIsMeasuredAsWhatItHolds() throws IOException {
    List<String> seen = new ArrayList<>();
    Report report = evaluate(EvalOptions.DEFAULTS.withVerify(true), seen);
    assertEquals(
        List.of("text", "image", "audio", "generic", "total"),
        report.groups(By.MODALITY).stream().map(Group::label).toList());
    assertEquals(7, seen.size());
    assertEquals(0, report.mismatches());
    assertEquals(
        Set.of("broken.png", "empty"),
        Set.copyOf(report.problems().stream().map(Report.Problem::path).toList()));

    Sum text = own(group(report, "text"));
    assertEquals(2 * TEXT, text.rawBytes());
    assertEquals(2 * TEXT, text.payloadBytes());
    assertEquals(2.0, text.bitsPerByte(), 0.1);
    assertEquals(List.of("letters"), text.models().stream().map(ModelUse::name).toList());
    assertEquals(2 * model.model().parameters(), text.weightBytes());
    assertEquals((text.bytes() + text.weightBytes()) / (2.0 * TEXT), text.adjustedRatio(), 1e-12);
    assertEquals(text.ratio() + text.weightBytes() / 1e9, text.adjustedRatioAtGigabyte(), 1e-12);
    assertTrue(text.compressRate() > 0 && text.decompressRate() > 0);

    Group image = group(report, "image");
    assertEquals(3 * 40 * 30, image.payloadBytes());
    assertEquals(3 * 40 * 30 + "P6\n40 30\n255\n".length(), image.rawBytes());

    assertEquals(
        List.of("start of the program"), own(image).models().stream().map(ModelUse::name).toList());
    assertEquals(2L * MixerStarts.program().parameters(), own(image).weightBytes());

    Group audio = group(report, "audio");
    assertEquals(2, audio.results().size());
    assertEquals(2 * 2 * 900, audio.payloadBytes());
    assertEquals(2 * (44 + 2 * 900), audio.rawBytes());
    assertEquals(
        audio.results().get(0).measurements().get("bytezip").bytes(),
        audio.results().get(1).measurements().get("bytezip").bytes());

    Group total = group(report, "total");
    assertEquals(6, total.results().size());
    assertEquals(text.weightBytes() + own(image).weightBytes(), own(total).weightBytes());
  }

  @Test
  void othersStandWhereTheyApply() throws IOException {
    Report report = evaluate(EvalOptions.DEFAULTS, new ArrayList<>());
    List<String> names = report.otherNames();
    assertEquals(List.of("gzip", "LZMA2", "PNG", "FLAC"), names);
    assertEquals(Set.of("gzip", "LZMA2"), group(report, "text").sums(names).keySet());
    assertEquals(Set.of("gzip", "LZMA2", "PNG"), group(report, "image").sums(names).keySet());
    assertEquals(Set.of("gzip", "LZMA2", "FLAC"), group(report, "audio").sums(names).keySet());
    Sum flac = group(report, "total").sums(names).get("FLAC");
    assertEquals(2, flac.files());
    assertTrue(flac.ratio() > 0.2 && flac.ratio() < 0.8, "FLAC " + flac.ratio());
    Sum gzip = group(report, "text").sums(names).get("gzip");
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
  void withoutModelsTheStartCounts() throws IOException {
    Report report =
        new Evaluation(Catalogue.of(List.of()), EvalOptions.DEFAULTS, (done, total, path) -> {})
            .run(folder.resolve("one.bin"), "");
    assertEquals(1, report.groups(By.MODALITY).size());
    Group group = report.groups(By.MODALITY).getFirst();
    assertEquals(Report.label(Modality.TEXT), group.label());
    assertEquals("one.bin", group.results().getFirst().path());
    assertEquals(folder.getFileName().toString(), group.results().getFirst().set());
    Sum text = own(group);
    assertEquals(2L * MixerStarts.program().parameters(), text.weightBytes());
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
    assertEquals(
        List.of(
            "gzip",
            "xz",
            "zstd",
            "brotli",
            "bzip3",
            "zpaq",
            "flac",
            "optipng",
            "cwebp",
            "opj_compress",
            "cjxl"),
        report.missing());
  }

  @Test
  void variantsStandSideBySideOnEveryFile() throws IOException {
    Report report =
        evaluate(
            EvalOptions.DEFAULTS.withVariants(
                List.of(variant("letters", Profile.FROZEN), variant("learning", Profile.ADAPTIVE))),
            new ArrayList<>());
    assertEquals(List.of("letters", "learning"), report.ownNames());
    for (FileResult result : report.results()) {
      assertTrue(result.measurements().keySet().containsAll(report.ownNames()), result.path());
    }
    Group text = group(report, "text");
    assertEquals(1, text.sum("letters").orElseThrow().models().size());
    assertEquals(
        List.of("start of the program"),
        text.sum("learning").orElseThrow().models().stream().map(ModelUse::name).toList());
    assertEquals(
        text.sum("learning").orElseThrow().bytes(),
        text.margin("learning", List.of("letters")).bytes());
  }

  @Test
  void setsAreFolders() throws IOException {
    Report report = evaluate(EvalOptions.DEFAULTS, new ArrayList<>());
    assertEquals(
        List.of("a/b", folder.getFileName().toString(), "total"),
        report.groups(By.SET).stream().map(Group::label).toList());
    assertEquals(2, report.groups(By.SET).getFirst().results().size());
    assertEquals(7, report.groups(By.FILE).size());
  }

  @Test
  void linksAreFollowed() throws IOException {
    Path links = Files.createDirectory(folder.resolve("links"));
    Files.createSymbolicLink(links.resolve("file"), folder.resolve("one.bin"));
    Files.createSymbolicLink(links.resolve("set"), folder.resolve("a"));
    Files.createSymbolicLink(links.resolve("round"), links);
    Files.createSymbolicLink(links.resolve("nothing"), folder.resolve("nowhere"));
    Report report =
        new Evaluation(
                Catalogue.of(List.of()).choosing(model), EvalOptions.DEFAULTS, (d, t, path) -> {})
            .run(links, "");
    assertEquals(
        List.of("file", "set/b/picture", "set/b/two.png"),
        report.results().stream().map(FileResult::path).sorted().toList());
    assertEquals(
        Set.of("links", "set/b"),
        Set.copyOf(report.results().stream().map(FileResult::set).toList()));
    assertEquals(
        Set.of("round", "nothing"),
        Set.copyOf(report.problems().stream().map(Report.Problem::path).toList()));
  }

  @Test
  void prefixesAreOfTextAndOthersThatAreLongEnough() throws IOException {
    List<String> seen = new ArrayList<>();
    Report report = evaluate(EvalOptions.DEFAULTS.withPrefixes(List.of(100, 5000)), seen);
    assertEquals(
        List.of(
            "a/b/two.png@0+100",
            "noise@0+100",
            "one.bin@0+100",
            "a/b/two.png@0+5000",
            "one.bin@0+5000"),
        seen);
    assertEquals(
        List.of(100L, 200L, 5000L, 5000L, 10300L),
        report.groups(By.SET).stream().map(Group::rawBytes).toList());
    assertEquals("a/b, first 100", report.groups(By.SET).getFirst().label());
  }

  @Test
  void samplesArePiecesAndWholeFiles() throws IOException {
    SampleList sample =
        new SampleList(
            List.of(
                new SampleList.Entry("one.bin", 1000, 500),
                new SampleList.Entry("a/b/picture", 0, SampleList.Entry.ALL),
                new SampleList.Entry("one.bin", 5501, 500),
                new SampleList.Entry("tone.wav", 0, 100),
                new SampleList.Entry("nobody", 0, 100)));
    Report report =
        evaluate(
            EvalOptions.DEFAULTS.withSample(Optional.of(sample)).withVerify(true),
            new ArrayList<>());
    assertEquals(
        List.of("one.bin@1000+500", "a/b/picture"),
        report.results().stream().map(FileResult::path).toList());
    assertEquals(500, report.results().getFirst().rawBytes());
    assertEquals("a/b", report.results().getLast().set());
    assertEquals(
        List.of(
            new Report.Problem("one.bin@5501+500", "it has 6000 bytes only"),
            new Report.Problem("tone.wav@0+100", "pictures and recordings are taken whole"),
            new Report.Problem("nobody@0+100", "no such file")),
        report.problems());
  }

  @Test
  void aPieceHoldsTheBytesAtItsPlace() throws IOException {
    byte[] raw = Samples.text(TEXT, 1);
    Path path = folder.resolve("one.bin");
    Subject piece = Loader.load(new Piece("p", "s", path, Modality.TEXT, 1000, 500), 800);
    assertArrayEquals(Arrays.copyOfRange(raw, 1000, 1500), piece.bytes());
    Subject end = Loader.load(new Piece("p", "s", path, Modality.TEXT, 5900, 500), 800);
    assertArrayEquals(Arrays.copyOfRange(raw, 5900, 6000), end.bytes());
  }
}
