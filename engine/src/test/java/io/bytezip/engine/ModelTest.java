package io.bytezip.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelTest {
  private static TestModels.Shape everything() {
    TestModels.Shape shape = new TestModels.Shape();
    shape.norm = ModelConfig.Norm.LAYER;
    shape.ngrams = List.of(new ModelConfig.Ngram(3, 64, 5), new ModelConfig.Ngram(4, 128, 6));
    shape.ngramOutput = true;
    return shape;
  }

  @Test
  void tensorsHaveTheirCanonicalShapes() {
    ModelConfig config = everything().config();
    Map<String, int[]> shapes = Model.shapes(config);
    assertArrayEquals(new int[] {257, 48}, shapes.get("embed.weight"));
    assertArrayEquals(new int[] {526, 48}, shapes.get("layouts.bytes.weight"));
    assertArrayEquals(new int[] {128, 6}, shapes.get("ngrams.1.weight"));
    assertArrayEquals(new int[] {48, 11}, shapes.get("ngram_in.weight"));
    assertArrayEquals(new int[] {48, 11}, shapes.get("ngram_out.weight"));
    assertArrayEquals(new int[] {64, 48}, shapes.get("layers.1.attention.query.weight"));
    assertArrayEquals(new int[] {16, 48}, shapes.get("layers.1.attention.key.weight"));
    assertArrayEquals(new int[] {48, 64}, shapes.get("layers.1.attention.output.weight"));
    assertArrayEquals(new int[] {80, 48}, shapes.get("layers.0.mlp.up.weight"));
    assertArrayEquals(new int[] {48, 80}, shapes.get("layers.0.mlp.down.weight"));
    assertArrayEquals(new int[] {48}, shapes.get("layers.0.mlp_norm.bias"));
    assertArrayEquals(new int[] {48}, shapes.get("norm.weight"));
    assertArrayEquals(new int[] {256}, shapes.get("output.bias"));
    assertEquals("embed.weight", shapes.keySet().iterator().next());
    TestModels.Shape plain = new TestModels.Shape();
    plain.preNorm = false;
    assertFalse(Model.shapes(plain.config()).containsKey("norm.weight"));
    assertFalse(Model.shapes(plain.config()).containsKey("layers.0.mlp_norm.bias"));
    long parameters = 0;
    for (int[] shape : shapes.values()) {
      parameters += shape.length == 1 ? shape[0] : (long) shape[0] * shape[1];
    }
    assertEquals(parameters, TestModels.model(config, 1).parameters());
  }

  @Test
  void aMissingOrMissizedTensorIsNamed() {
    ModelConfig config = everything().config();
    Map<String, float[]> tensors = TestModels.weights(config, 1);
    for (String name : Model.shapes(config).keySet()) {
      float[] tensor = tensors.remove(name);
      String missing =
          assertThrows(IllegalArgumentException.class, () -> Model.of(config, tensors::get))
              .getMessage();
      assertTrue(missing.contains(name), missing);
      tensors.put(name, new float[tensor.length + 1]);
      String missized =
          assertThrows(IllegalArgumentException.class, () -> Model.of(config, tensors::get))
              .getMessage();
      assertTrue(missized.contains(name), missized);
      tensors.put(name, tensor);
    }
  }

  @Test
  void readsItsLayoutsOnly() {
    Model model = TestModels.model(new TestModels.Shape().config(), 1);
    int[] sizes =
        model.config().layouts().getFirst().contextSizes().stream()
            .mapToInt(Integer::intValue)
            .toArray();
    assertTrue(model.reads("bytes", 1, sizes));
    assertFalse(model.reads("bytes", 2, sizes));
    assertFalse(model.reads("pixels", 1, sizes));
    assertFalse(model.reads("bytes", 1, new int[] {9}));
  }

  @Test
  void oneWithoutContextInputsReadsALayoutThatHasThem() {
    TestModels.Shape shape = new TestModels.Shape();
    shape.contextSizes = List.of();
    Model model = TestModels.model(shape.config(), 1);
    assertTrue(model.reads("bytes", 1, new int[] {257, 257}));
    assertTrue(model.reads("bytes", 1, new int[0]));
  }

  @Test
  void keepsNoReferenceToTheTensors() {
    ModelConfig config = everything().config();
    Map<String, float[]> tensors = TestModels.weights(config, 1);
    Model model = Model.of(config, tensors::get);
    tensors.values().forEach(tensor -> Arrays.fill(tensor, 0f));
    Run run = new Run(config, 1, 3, 1);
    assertArrayEquals(
        run.weights(TestModels.model(config, 1).open("bytes", 1)).get(2),
        run.weights(model.open("bytes", 1)).get(2));
  }

  @Test
  void tellsTheMemoryOfALane() {
    TestModels.Shape shape = new TestModels.Shape();
    shape.windows = List.of(4096, 256);
    long caches = 4L * (4096 + 256) * 2 * 16;
    long bytes = TestModels.model(shape.config(), 1).bytesPerLane();
    assertTrue(bytes >= caches && bytes < caches + 20_000, "bytes: " + bytes);
  }
}
