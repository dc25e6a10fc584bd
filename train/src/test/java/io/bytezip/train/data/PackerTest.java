package io.bytezip.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.train.data.FolderPacks.Input;
import io.bytezip.train.data.Recipe.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackerTest {
  private static final PackOptions SMALL = new PackOptions(false, false, 1, 200_000);

  @TempDir Path folder;

  private final List<String> notes = new ArrayList<>();

  private static Source source(String name, Modality modality, Split split, String path) {
    return new Source(name, modality, split, path, false, 0, "CC0", new Origin("r", "c", "w"), "");
  }

  private static Recipe recipe(Map<String, String> checksums, Source... sources) {
    return recipe(0.5, 0, checksums, sources);
  }

  private static Recipe recipe(
      double scale, double grey, Map<String, String> checksums, Source... sources) {
    return new Recipe(
        "test",
        1,
        true,
        scale,
        grey,
        Map.of(sources[0].modality(), 1.0),
        Recipe.HELD,
        Map.of("icons", 0.25),
        Map.of(),
        checksums,
        List.of(sources));
  }

  private Pack pack(Recipe recipe, PackOptions options, String out) throws Exception {
    return Packer.pack(
        recipe, folder.resolve("data"), folder.resolve("packs").resolve(out), options, notes::add);
  }

  private String problem(Recipe recipe, PackOptions options) {
    String line =
        assertThrows(TrainException.class, () -> pack(recipe, options, "problem")).getMessage();
    assertEquals(1, line.lines().count());
    assertFalse(Files.exists(folder.resolve("packs/problem")));
    return line;
  }

  private Path file(String name) throws Exception {
    Path file = folder.resolve("data").resolve(name);
    Files.createDirectories(file.getParent());
    return file;
  }

  private void picture(String name, int width, int height) throws Exception {
    ImageIO.write(Samples.picture(width, height), "png", file(name).toFile());
  }

  private static byte[] symbols(Shard shard) {
    return Arrays.copyOfRange(shard.bytes(), shard.offset(), shard.offset() + shard.symbols());
  }

  @Test
  void textIsSplitAndSpread() throws Exception {
    byte[] text = Samples.random(1_000_000, 1);
    Files.write(file("texts/a.txt"), text);
    Files.writeString(file("texts/deep/b.txt"), "short");
    Files.write(file("other.txt"), new byte[100]);
    Recipe recipe =
        recipe(
            Map.of(),
            source("texts", Modality.TEXT, Split.TRAIN, "texts"),
            source("other", Modality.TEXT, Split.OOD, "other.txt"));
    Pack pack = pack(recipe, SMALL, "a");
    assertEquals(980_000 + 5, pack.symbols(Modality.TEXT, Split.TRAIN));
    assertEquals(20_000, pack.symbols(Modality.TEXT, Split.VALIDATION));
    assertEquals(100, pack.symbols(Modality.TEXT, Split.OOD));
    assertTrue(pack.shards(Modality.TEXT, Split.TRAIN).size() >= 5);
    assertEquals(List.of(), pack.verify());
    byte[] held = symbols(pack.read(pack.shards(Modality.TEXT, Split.VALIDATION).get(0)));
    assertArrayEquals(Arrays.copyOfRange(text, 980_000, 1_000_000), held);
    PackInfo.SourceInfo source = pack.info().sources().get(0);
    assertEquals(2, source.files());
    assertEquals(1_000_005, source.decodedBytes());
    for (ShardInfo shard : pack.info().shards()) {
      assertTrue(shard.bytes() <= 200_000 && shard.symbols() > 50);
    }
  }

  @Test
  void aShareOfThePicturesIsGrey() throws Exception {
    for (int i = 0; i < 40; i++) {
      picture("photos/%02d.png".formatted(i), 20, 20);
    }
    Source photos = source("photos", Modality.IMAGE, Split.TRAIN, "photos");
    assertEquals(40 * 400 * 3, symbols(pack(recipe(0.5, 0, Map.of(), photos), SMALL, "colour")));
    assertEquals(40 * 400, symbols(pack(recipe(0.5, 1, Map.of(), photos), SMALL, "grey")));
    long some = symbols(pack(recipe(0.5, 0.5, Map.of(), photos), SMALL, "some"));
    assertTrue(some > 20 * 400 * 2 && some < 20 * 400 * 6, "symbols: " + some);
  }

  @Test
  void jpegPicturesComeAtSizesOfTheirOwn() throws Exception {
    Files.createDirectories(folder.resolve("data/photos"));
    for (int i = 0; i < 20; i++) {
      Path file = folder.resolve("data/photos/%02d.jpg".formatted(i));
      ImageIO.write(Samples.picture(40, 40), "jpeg", file.toFile());
    }
    Source photos = source("photos", Modality.IMAGE, Split.TRAIN, "photos");
    assertEquals(20 * 400 * 3, symbols(pack(recipe(0.5, 0, Map.of(), photos), SMALL, "half")));
    long some = symbols(pack(recipe(0.9, 0, Map.of(), photos), SMALL, "any"));
    assertTrue(some > 20 * 500 * 3 && some < 20 * 1200 * 3, "symbols: " + some);
  }

  private static long symbols(Pack pack) {
    return pack.symbols(Modality.IMAGE, Split.TRAIN)
        + pack.symbols(Modality.IMAGE, Split.VALIDATION);
  }

  @Test
  void threadsAndCompressionDoNotChangeThePack() throws Exception {
    for (int i = 0; i < 25; i++) {
      picture("icons/%02d.png".formatted(i), 20, 15);
      picture("photos/%02d.png".formatted(i), 25 + i, 20);
    }
    Recipe recipe =
        recipe(
            Map.of(),
            source("icons", Modality.IMAGE, Split.TRAIN, "icons"),
            source("photos", Modality.IMAGE, Split.TRAIN, "photos/*.png"));
    Pack one = pack(recipe, SMALL, "one");
    Pack three = pack(recipe, new PackOptions(true, false, 3, 200_000), "three");
    assertEquals(one.info().shards().size(), three.info().shards().size());
    for (int i = 0; i < one.info().shards().size(); i++) {
      ShardInfo a = one.info().shards().get(i);
      ShardInfo b = three.info().shards().get(i);
      assertTrue(b.bytes() < a.bytes());
      assertArrayEquals(one.read(a).bytes(), three.read(b).bytes());
    }
    List<PackInfo.SourceInfo> sources = one.info().sources();
    long icons = 0;
    long all = 0;
    for (PackInfo.SourceInfo source : sources) {
      icons += source.name().equals("icons") ? source.decodedBytes() : 0;
      all += source.decodedBytes();
    }
    assertTrue(icons > 0.15 * all && icons < 0.3 * all, icons + " of " + all);
    assertTrue(one.symbols(Modality.IMAGE, Split.VALIDATION) > 0);
  }

  @Test
  void limitsHold() throws Exception {
    for (int i = 0; i < 6; i++) {
      Files.write(file("texts/%d.txt".formatted(i)), new byte[10_000 * (i + 1)]);
    }
    Source source = source("texts", Modality.TEXT, Split.TRAIN, "texts");
    Recipe recipe = recipe(Map.of(), source).withMaxBytes(Map.of(Modality.TEXT, 50_000L));
    Pack pack = pack(recipe, SMALL, "limited");
    assertEquals(50_000.0, (double) pack.info().sources().get(0).decodedBytes(), 6);
    assertEquals(6, pack.info().sources().get(0).files());
  }

  @Test
  void capsLimitTexts() throws Exception {
    Files.write(file("icons.txt"), new byte[90_000]);
    Files.write(file("prose.txt"), new byte[30_000]);
    Recipe recipe =
        recipe(
            Map.of(),
            source("icons", Modality.TEXT, Split.TRAIN, "icons.txt"),
            source("prose", Modality.TEXT, Split.TRAIN, "prose.txt"));
    Pack pack = pack(recipe, SMALL, "capped");
    assertEquals(
        List.of(10_000L, 30_000L),
        pack.info().sources().stream().map(PackInfo.SourceInfo::decodedBytes).sorted().toList());
  }

  @Test
  void whatIsMissingIsTold() throws Exception {
    Recipe recipe = recipe(Map.of(), source("texts", Modality.TEXT, Split.TRAIN, "texts/*.txt"));
    assertTrue(problem(recipe, SMALL).startsWith("no such folder: "));
    Files.createDirectories(folder.resolve("data"));
    assertTrue(problem(recipe, SMALL).startsWith("source texts: no such file or folder: "));
    Files.write(file("texts/readme.md"), new byte[3]);
    assertTrue(problem(recipe, SMALL).startsWith("source texts: no file fits texts/*.txt"));
  }

  @Test
  void wrongChecksumsAreTold() throws Exception {
    Files.write(file("texts/a.txt"), new byte[100]);
    Source source = source("texts", Modality.TEXT, Split.TRAIN, "texts");
    String right = Sha256.of(new byte[100]);
    pack(recipe(Map.of("texts/a.txt", right), source), SMALL, "right");
    String wrong = Sha256.of(new byte[99]);
    assertTrue(
        problem(recipe(Map.of("texts/a.txt", wrong), source), SMALL)
            .contains("a.txt has not the SHA-256 that the recipe names"));
    Files.write(file("texts/b.txt"), new byte[100]);
    assertTrue(
        problem(recipe(Map.of("texts/a.txt", right), source), SMALL)
            .contains("b.txt is not in the recipe's list"));
    assertTrue(
        problem(
                recipe(
                    Map.of("texts/a.txt", right, "texts/b.txt", right, "texts/c.txt", right),
                    source),
                SMALL)
            .contains("source texts: 1 file of the recipe's list is missing, texts/c.txt"));
  }

  @Test
  void brokenFilesAreLeftOutOrAnError() throws Exception {
    picture("photos/good.png", 30, 30);
    Files.writeString(file("photos/bad.png"), "no picture");
    byte[] cut = Files.readAllBytes(file("photos/good.png"));
    Files.write(file("photos/cut.png"), Arrays.copyOf(cut, cut.length / 2));
    Recipe recipe = recipe(Map.of(), source("photos", Modality.IMAGE, Split.TRAIN, "photos"));
    Pack pack = pack(recipe, SMALL, "some");
    assertEquals(30 * 30 * 3, pack.symbols(Modality.IMAGE, Split.TRAIN));
    assertTrue(notes.toString().contains("bad.png"), notes.toString());
    assertTrue(notes.toString().contains("cut.png"), notes.toString());
    assertTrue(
        problem(recipe, new PackOptions(false, true, 1)).startsWith("cannot read "), "strict");
    Files.delete(file("photos/good.png"));
    assertEquals("no image could be read", problem(recipe, SMALL));
  }

  @Test
  void aPackIsNeverOverwritten() throws Exception {
    Files.write(file("texts/a.txt"), new byte[100]);
    Recipe recipe = recipe(Map.of(), source("texts", Modality.TEXT, Split.TRAIN, "texts"));
    Path abandoned = folder.resolve("packs/a.part-999999999");
    Files.createDirectories(abandoned);
    pack(recipe, SMALL, "a");
    assertFalse(Files.exists(abandoned));
    assertTrue(
        assertThrows(TrainException.class, () -> pack(recipe, SMALL, "a"))
            .getMessage()
            .contains("exists already"));
  }

  @Test
  void whatIsHiddenIsNoData() throws Exception {
    for (String name : List.of("a", "b/c", ".d", ".git/objects/e", "b/.f/g")) {
      Path file = folder.resolve("data").resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "text");
    }
    Path base = folder.resolve("data");
    List<Path> files = FileTree.files(base);
    assertEquals(
        List.of("a", "b/c"), files.stream().map(file -> base.relativize(file).toString()).toList());
    assertEquals(1, FileTree.files(base.resolve(".git")).size(), "asked for by name");
  }

  @Test
  void foldersArePackedOnce() throws Exception {
    for (int i = 0; i < 21; i++) {
      picture("p%d.png".formatted(i), 20 + i, 16);
    }
    FolderPacks packs = new FolderPacks(folder.resolve("cache"), SMALL, notes::add);
    FolderPacks.Reading reading = new FolderPacks.Reading(false, 1, 0, Map.of());
    List<Input> folders = List.of(Input.of(Modality.IMAGE, Split.TRAIN, folder.resolve("data")));
    Pack first = packs.open(folders, reading);
    assertTrue(first.symbols(Modality.IMAGE, Split.VALIDATION) > 0);
    assertEquals(first.folder(), packs.open(folders, reading).folder());
    assertFalse(
        first
            .folder()
            .equals(packs.open(folders, new FolderPacks.Reading(true, 1, 0, Map.of())).folder()));
    // The same names, sizes and times.
    Path other = Files.createDirectories(folder.resolve("other"));
    for (Path file : FileTree.files(folder.resolve("data"))) {
      Files.copy(file, other.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
    }
    List<Input> same = List.of(Input.of(Modality.IMAGE, Split.TRAIN, other));
    assertFalse(first.folder().equals(packs.open(same, reading).folder()));
    Files.write(file("p0.png"), new byte[3]);
    assertFalse(first.folder().equals(packs.open(folders, reading).folder()));
    assertTrue(notes.get(0).contains("p0.png"), notes.toString());
    Files.createDirectories(folder.resolve("empty"));
    assertTrue(
        assertThrows(
                TrainException.class,
                () -> Input.of(Modality.TEXT, Split.TRAIN, folder.resolve("empty")))
            .getMessage()
            .startsWith("no files in "));
  }
}
