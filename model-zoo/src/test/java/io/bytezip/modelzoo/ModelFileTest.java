package io.bytezip.modelzoo;

import static io.bytezip.modelzoo.Safetensors.DType.F16;
import static io.bytezip.modelzoo.Safetensors.DType.I8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.codec.mix.MixerStarts;
import io.bytezip.engine.Model;
import io.bytezip.engine.ModelConfig;
import io.bytezip.modalities.BytesLayout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  private static final ModelConfig TINY = Configs.tiny("bytes", 1, List.of(257));

  @TempDir Path folder;

  @Test
  void comesBackAsWritten() throws IOException {
    Path path = folder.resolve("m.safetensors");
    ModelFile.write(path, F16, "tiny-1", TINY, Configs.weights(TINY, 1)::get, Map.of("steps", "7"));
    byte[] file = Files.readAllBytes(path);
    ModelFile model = ModelFile.load(path);
    assertEquals("tiny-1", model.name());
    assertEquals(TINY, model.config());
    assertEquals("7", model.metadata().get("steps"));
    assertEquals("pt", model.metadata().get("format"));
    assertEquals(file.length, model.size());
    assertEquals(model.sha256().substring(0, 16), model.id().toString());
    assertEquals(model.id(), ModelFile.load(new ByteArrayInputStream(file)).id());
    assertEquals(model.id(), model.named().id());
    long elements = 0;
    for (Safetensors.Tensor tensor : Safetensors.of(file).tensors().values()) {
      elements += tensor.elements();
    }
    assertEquals(elements, model.model().parameters());
  }

  @Test
  void theSameWeightsGiveTheSameFile() throws IOException {
    assertArrayEquals(Configs.file("m", TINY, 1), Configs.file("m", TINY, 1));
    assertEquals(
        ModelFile.of(Configs.file("m", TINY, 1)).id(),
        ModelFile.of(Configs.file("m", TINY, 1)).id());
  }

  @Test
  void reservedFactsAndBadNamesAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            ModelFile.write(
                new ByteArrayOutputStream(),
                F16,
                "m",
                TINY,
                Configs.weights(TINY, 1)::get,
                Map.of(ModelFile.CONFIG, "{}")));
    assertThrows(IllegalArgumentException.class, () -> Configs.file("../m", TINY, 1));
    assertThrows(IllegalArgumentException.class, () -> Configs.file("", TINY, 1));
  }

  @Test
  void otherSafetensorsFilesAreForeign() throws IOException {
    assertForeign(Map.of(), TINY, "metadata");
    assertForeign(Map.of(ModelFile.NAME, "m"), TINY, ModelFile.CONFIG);
    String config = ConfigJson.compact(TINY);
    assertForeign(Map.of(ModelFile.NAME, "a\u001b[m", ModelFile.CONFIG, config), TINY, "name");
    assertForeign(Map.of(ModelFile.NAME, "m", ModelFile.CONFIG, "{}"), TINY, "missing key");
    assertForeign(
        Map.of(ModelFile.NAME, "m", ModelFile.CONFIG, config),
        Configs.tiny("bytes", 1, List.of(257, 2)),
        "layouts.bytes.weight");
    ModelConfig huge = Configs.tiny("bytes", 1, Collections.nCopies(1000, 1 << 16));
    assertForeign(
        Map.of(ModelFile.NAME, "m", ModelFile.CONFIG, ConfigJson.compact(huge)),
        TINY,
        "layouts.bytes.weight");
  }

  @Test
  void missingAndUnknownTensorsAreNamed() throws IOException {
    Map<String, String> metadata =
        Map.of(ModelFile.NAME, "m", ModelFile.CONFIG, ConfigJson.compact(TINY));
    Map<String, float[]> weights = Configs.weights(TINY, 1);
    Map<String, int[]> shapes = new LinkedHashMap<>(Model.shapes(TINY));
    shapes.remove("output.bias");
    assertMessage(written(shapes, weights, metadata), "output.bias");
    shapes = new LinkedHashMap<>(Model.shapes(TINY));
    shapes.put("lora.a", new int[] {1});
    weights.put("lora.a", new float[] {1});
    assertMessage(written(shapes, weights, metadata), "lora.a");
  }

  @Test
  void startsOfMixersArePartOfTheModel() throws IOException {
    Path path = folder.resolve("m.safetensors");
    Files.write(path, Configs.file("m", TINY, 1));
    ModelFile plain = ModelFile.load(path);
    assertEquals(0, plain.starts().parameters());
    ModelFile first = with(path, 0.01f);
    assertEquals(4, first.starts().parameters());
    assertEquals(plain.parameters() + 4, first.parameters());
    assertFalse(first.named().starts().of(new BytesLayout(), 1).isEmpty());
    assertNotEquals(plain.id(), first.id());
    assertNotEquals(first.id(), with(path, 0.02f).id());
    assertEquals(first.id(), with(path, 0.01f).id());
    // Without them it is the model that it was.
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelFile.writeWithStarts(path, MixerStarts.NONE, out);
    assertEquals(plain.id(), ModelFile.of(out.toByteArray()).id());
  }

  @Test
  void matricesOfIntegersAreHalfAsLargeAndStayAsTheyAre() throws IOException {
    Map<String, float[]> weights = Configs.weights(TINY, 1);
    Map<String, int[]> shapes = Model.shapes(TINY);
    Path path = folder.resolve("m.safetensors");
    ModelFile.write(path, I8, "m", TINY, weights::get, Map.of());
    Safetensors read = Safetensors.read(path);
    weights.forEach(
        (name, values) -> {
          int[] shape = shapes.get(name);
          boolean matrix = shape.length == 2;
          assertEquals(matrix ? I8 : F16, read.tensors().get(name).type(), name);
          if (matrix) {
            Int8.round(values, 0, shape[0], shape[1]);
            assertArrayEquals(values, read.floats(name), name);
          }
        });
    // Starts of mixers come beside them, and rounding what was rounded changes nothing.
    ModelFile plain = ModelFile.load(path);
    assertEquals(plain.parameters() + 4, with(path, 0.01f).parameters());
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    ModelFile.writeWithStarts(path, MixerStarts.NONE, again);
    assertArrayEquals(Files.readAllBytes(path), again.toByteArray());
    again.reset();
    ModelFile.write(again, I8, "m", TINY, read::floats, Map.of());
    assertArrayEquals(Files.readAllBytes(path), again.toByteArray());
  }

  @Test
  void scalesThatAreNotFiniteAreRefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelFile.write(out, I8, "m", TINY, Configs.weights(TINY, 1)::get, Map.of());
    byte[] file = out.toByteArray();
    Safetensors.Tensor scales = Safetensors.of(file).tensors().get("embed.weight.scale");
    int header = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    for (short half : new short[] {0x7c00, 0x7e00}) {
      ByteBuffer.wrap(file)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putShort(8 + header + scales.begin(), half);
      assertMessage(file, "not finite");
    }
  }

  private static ModelFile with(Path path, float rate) throws IOException {
    MixerStarts starts =
        MixerStarts.of(Map.of("mixer.bytes.rates", new float[] {rate, 0, 0, 0}), true);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelFile.writeWithStarts(path, starts, out);
    return ModelFile.of(out.toByteArray());
  }

  @Test
  void malformedStartsOfMixersAreNamed() throws IOException {
    Map<String, String> metadata =
        Map.of(ModelFile.NAME, "m", ModelFile.CONFIG, ConfigJson.compact(TINY));
    for (String name : List.of("mixer.bytes.rates", "mixer.bytes.weights", "mixer.x.rates")) {
      for (float[] values : new float[][] {{}, {9}, {0.1f, 0.1f, 0.1f, 9}}) {
        Map<String, float[]> weights = Configs.weights(TINY, 1);
        Map<String, int[]> shapes = new LinkedHashMap<>(Model.shapes(TINY));
        shapes.put(name, new int[] {values.length});
        weights.put(name, values);
        assertMessage(written(shapes, weights, metadata), name.substring(0, 7));
      }
    }
  }

  @Test
  void weightsThatAreNotFiniteAreRefused() throws IOException {
    byte[] file = Configs.file("m", TINY, 1);
    file[file.length - 1] = 0x7e;
    file[file.length - 2] = 0;
    assertMessage(file, "not finite");
  }

  @Test
  void missingAndDamagedFilesAreToldApart() throws IOException {
    Path path = folder.resolve("m.safetensors");
    assertThrows(MissingModelException.class, () -> ModelFile.load(path));
    byte[] file = Configs.file("m", TINY, 1);
    Files.write(path, Arrays.copyOf(file, file.length - 1));
    DamagedModelException e = assertThrows(DamagedModelException.class, () -> ModelFile.load(path));
    assertTrue(e.getMessage().contains(path.toString()), e.getMessage());
  }

  private static byte[] written(
      Map<String, int[]> shapes, Map<String, float[]> weights, Map<String, String> metadata)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(out, name -> F16, shapes, weights::get, metadata);
    return out.toByteArray();
  }

  private static void assertForeign(Map<String, String> metadata, ModelConfig shape, String part)
      throws IOException {
    assertMessage(written(Model.shapes(shape), Configs.weights(shape, 1), metadata), part);
  }

  private static void assertMessage(byte[] file, String part) {
    ForeignModelException e = assertThrows(ForeignModelException.class, () -> ModelFile.of(file));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
