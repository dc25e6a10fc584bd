package io.bytezip.modelzoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.codec.ModelId;
import io.bytezip.codec.ModelSize;
import io.bytezip.codec.UnknownModelException;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {
  private static final Layout BYTES = new BytesLayout();

  @TempDir Path folder;
  private Path bundle;
  private Path own;

  @BeforeEach
  void folders() throws IOException {
    bundle = Files.createDirectory(folder.resolve("bundle"));
    own = Files.createDirectory(folder.resolve("own"));
  }

  private static byte[] bytesModel(String name, long seed) throws IOException {
    return bytesModel(name, seed, 16);
  }

  private static byte[] bytesModel(String name, long seed, int hidden) throws IOException {
    List<Integer> sizes = Arrays.stream(BYTES.contextSizes()).boxed().toList();
    return Configs.file(name, Configs.tiny(BYTES.id(), BYTES.version(), sizes, hidden), seed);
  }

  private static Path put(Path folder, String name, byte[] file) throws IOException {
    return Files.write(folder.resolve(name + ".safetensors"), file);
  }

  private static String listed(String name, byte[] file, String defaultFor) {
    return String.format(
        "{\"name\":\"%s\",\"file\":\"%s.safetensors\",\"sha256\":\"%s\",\"default_for\":[%s]}",
        name, name, ModelFile.sha256(file), defaultFor);
  }

  private Catalogue catalogue(String... listed) throws IOException {
    Path index = bundle.resolve("models.json");
    Files.writeString(index, "{\"models\":[" + String.join(",", listed) + "]}");
    return Catalogue.of(index.toUri().toURL(), List.of(own, folder.resolve("absent")));
  }

  @Test
  void anEmptyCatalogueSaysSo() throws IOException {
    Catalogue catalogue = Catalogue.of(List.of());
    assertNull(catalogue.forCompression(BYTES));
    assertTrue(catalogue.entries().isEmpty());
    assertThrows(UnknownModelException.class, () -> catalogue.byId(new ModelId(1)));
    MissingModelException e =
        assertThrows(MissingModelException.class, () -> catalogue.load("text"));
    assertTrue(e.getMessage().contains("no models are installed"), e.getMessage());
  }

  @Test
  void theDefaultForTheLayoutIsChosen() throws IOException {
    byte[] first = bytesModel("first", 1);
    byte[] second = bytesModel("second", 2);
    put(bundle, "first", first);
    put(bundle, "second", second);
    Catalogue catalogue =
        catalogue(listed("first", first, ""), listed("second", second, "\"bytes\""));
    assertEquals("second", catalogue.forCompression(BYTES).name());
    assertEquals("first", catalogue.choosing("first").forCompression(BYTES).name());
    assertSame(
        catalogue.forCompression(BYTES).model(),
        catalogue.byId(catalogue.forCompression(BYTES).id()).model());
    String hash = ModelFile.sha256(first);
    assertEquals("first", catalogue.load(hash.substring(0, 9)).name());
    assertEquals("first", catalogue.byId(ModelFile.id(hash)).name());
  }

  @Test
  void ofSeveralDefaultsTheSizeDecides() throws IOException {
    byte[] middle = bytesModel("middle", 1);
    byte[] large = bytesModel("large", 2, 32);
    byte[] small = bytesModel("small", 3, 8);
    put(bundle, "middle", middle);
    put(bundle, "large", large);
    put(bundle, "small", small);
    Catalogue catalogue =
        catalogue(
            listed("middle", middle, "\"bytes\""),
            listed("large", large, "\"bytes\""),
            listed("small", small, "\"bytes\""));
    assertEquals("small", catalogue.forCompression(BYTES, ModelSize.SMALLEST).name());
    assertEquals("middle", catalogue.forCompression(BYTES, ModelSize.DEFAULT).name());
    assertEquals("large", catalogue.forCompression(BYTES, ModelSize.LARGEST).name());
    assertEquals(
        "small", catalogue.choosing("small").forCompression(BYTES, ModelSize.LARGEST).name());
  }

  @Test
  void aModelOfAnotherLayoutOrVersionIsNotChosen() throws IOException {
    byte[] later =
        Configs.file("later", Configs.tiny("bytes", BYTES.version() + 1, List.of(257)), 1);
    put(bundle, "later", later);
    byte[] pixels = Configs.file("pix", Configs.tiny("pixels", 1, List.of(257)), 1);
    put(own, "pix", pixels);
    Catalogue catalogue = catalogue(listed("later", later, "\"bytes\""));
    assertNull(catalogue.forCompression(BYTES));
    assertNull(catalogue.choosing("pix").forCompression(BYTES));
  }

  @Test
  void bundledModelsLoadLazilyAndAreChecked() throws IOException {
    byte[] good = bytesModel("good", 1);
    byte[] damaged = bytesModel("damaged", 2);
    put(bundle, "good", good);
    byte[] flipped = damaged.clone();
    flipped[flipped.length - 3] ^= 1;
    put(bundle, "damaged", flipped);
    Catalogue catalogue =
        catalogue(
            listed("good", good, "\"bytes\""),
            listed("damaged", damaged, ""),
            listed("gone", bytesModel("gone", 3), ""));
    assertEquals(3, catalogue.entries().size());
    assertEquals("good", catalogue.forCompression(BYTES).name());
    for (String name : List.of("damaged", "gone")) {
      DamagedModelException damage =
          assertThrows(DamagedModelException.class, () -> catalogue.load(name));
      assertTrue(damage.getMessage().contains(name), damage.getMessage());
    }
    UncheckedIOException e =
        assertThrows(
            UncheckedIOException.class,
            () -> catalogue.byId(ModelFile.id(ModelFile.sha256(damaged))));
    assertInstanceOf(DamagedModelException.class, e.getCause());
  }

  @Test
  void ownModelsAreFoundByNamePathHashAndId() throws IOException {
    byte[] file = bytesModel("mine", 5);
    Path path = put(own, "renamed", file);
    Files.writeString(own.resolve("renamed.md"), "# mine\n");
    Files.writeString(own.resolve("notes.txt"), "no model");
    Files.writeString(own.resolve("broken.safetensors"), "no model");
    Catalogue catalogue = catalogue();
    String hash = ModelFile.sha256(file);
    for (String name : List.of("mine", path.toString(), hash, hash.substring(0, 4))) {
      assertEquals(hash, catalogue.load(name).sha256());
    }
    assertEquals("mine", catalogue.byId(ModelFile.id(hash)).name());
    assertNull(catalogue.forCompression(BYTES));
    assertEquals("mine", catalogue.choosing("mine").forCompression(BYTES).name());
    assertEquals(1, catalogue.problems().size());
    assertTrue(catalogue.problems().getFirst().contains("broken.safetensors"));
    assertEquals(Optional.of("# mine\n"), catalogue.card(catalogue.entries().getFirst()));
    assertThrows(MissingModelException.class, () -> catalogue.load("other"));
    assertThrows(MissingModelException.class, () -> catalogue.load(""));
  }

  @Test
  void aModelGivenByPathIsKnownByItsId() throws IOException {
    Path path = put(folder, "elsewhere", bytesModel("elsewhere", 6));
    Catalogue catalogue = catalogue().choosing(path.toString());
    assertEquals("elsewhere", catalogue.byId(ModelFile.load(path).id()).name());
  }

  @Test
  void oneNameForTwoModelsIsAmbiguous() throws IOException {
    put(own, "a", bytesModel("same", 1));
    put(own, "b", bytesModel("same", 2));
    put(own, "c", bytesModel("same", 2));
    Catalogue catalogue = catalogue();
    assertEquals(2, catalogue.entries().size());
    MissingModelException e =
        assertThrows(MissingModelException.class, () -> catalogue.load("same"));
    assertTrue(e.getMessage().contains("hash"), e.getMessage());
  }

  @Test
  void theEnvironmentNamesTheFolders() throws IOException {
    byte[] file = bytesModel("mine", 5);
    Path path = put(own, "mine", file);
    Map<String, String> files =
        Map.of(Catalogue.MODELS_VARIABLE, path.toString(), "XDG_DATA_HOME", folder.toString());
    assertEquals("mine", Catalogue.standard(files).load("mine").name());
    Path data = Files.createDirectories(folder.resolve("bytezip").resolve("models"));
    put(data, "mine", file);
    assertEquals(
        "mine", Catalogue.standard(Map.of("XDG_DATA_HOME", folder.toString())).load("mine").name());
  }

  @Test
  void aBadListIsRefused() {
    for (String listed :
        List.of("{}", "{\"name\":\"x\",\"file\":\"../x.safetensors\",\"sha256\":\"00\"}")) {
      assertThrows(IllegalArgumentException.class, () -> catalogue(listed));
    }
  }
}
