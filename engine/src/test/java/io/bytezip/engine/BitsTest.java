package io.bytezip.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bits of a model's results depend on nothing but the lane's own inputs. */
class BitsTest {
  static Stream<ModelConfig> configs() {
    TestModels.Shape production = new TestModels.Shape();
    production.ngrams =
        List.of(new ModelConfig.Ngram(3, 256, 12), new ModelConfig.Ngram(4, 512, 8));
    production.ngramOutput = true;
    production.windows = List.of(40, 16);
    TestModels.Shape paper = new TestModels.Shape();
    paper.width = 50;
    paper.kvHeads = 4;
    paper.headWidth = 12;
    paper.hidden = 61;
    paper.norm = ModelConfig.Norm.LAYER;
    paper.preNorm = false;
    paper.positions = ModelConfig.Positions.SINUSOIDAL;
    paper.windows = List.of(19, 19);
    paper.stride = 6;
    return Stream.of(production.config(), paper.config());
  }

  static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  private static void assertSameBits(
      List<float[]> expected, int first, int count, List<float[]> actual) {
    for (int t = 0; t < expected.size(); t++) {
      float[] lanes = Arrays.copyOfRange(expected.get(t), first * 256, (first + count) * 256);
      assertArrayEquals(bits(lanes), bits(actual.get(t)), "step " + t + ", lanes from " + first);
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void scalarAndVectorKernelAgree(ModelConfig config) {
    Model model = TestModels.model(config, 1);
    for (int lanes : new int[] {1, 2, 3, 4, 5, 7, 8, 13}) {
      Run run = new Run(config, lanes, 50, lanes);
      List<float[]> scalar = run.weights(model.open(TestModels.LAYOUT, lanes, new ScalarKernel()));
      List<float[]> vector = run.weights(model.open(TestModels.LAYOUT, lanes, new VectorKernel()));
      assertSameBits(scalar, 0, lanes, vector);
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void lanesDoNotDependOnTheirGroup(ModelConfig config) {
    Model model = TestModels.model(config, 2);
    Run all = new Run(config, 64, 45, 3);
    List<float[]> together = all.weights(model.open(TestModels.LAYOUT, 64));
    int first = 0;
    for (int count : new int[] {1, 2, 3, 31, 5, 8, 6, 7, 1}) {
      assertSameBits(
          together,
          first,
          count,
          all.part(first, count).weights(model.open(TestModels.LAYOUT, count)));
      first += count;
    }
    assertEquals(64, first);
  }

  @ParameterizedTest
  @MethodSource("configs")
  void lanesMayEnd(ModelConfig config) {
    Model model = TestModels.model(config, 3);
    int lanes = 11;
    Run all = new Run(config, lanes, 60, 4);
    List<float[]> whole = all.weights(model.open(TestModels.LAYOUT, lanes));
    Session session = model.open(TestModels.LAYOUT, lanes);
    float[] weights = new float[lanes * 256];
    for (int t = 0; t < all.steps(); t++) {
      int active = Math.max(1, lanes - t / 5);
      session.step(active, all.previous[t], all.context[t], weights);
      assertArrayEquals(
          bits(Arrays.copyOf(whole.get(t), active * 256)),
          bits(Arrays.copyOf(weights, active * 256)),
          "step " + t);
      assertEquals(active * 256, session.logits().length);
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void futureInputsDoNotReachBack(ModelConfig config) {
    Model model = TestModels.model(config, 3);
    Run one = new Run(config, 1, 40, 4);
    Run other = new Run(config, 1, 40, 5);
    for (int t = 0; t < 30; t++) {
      other.previous[t] = one.previous[t];
      other.context[t] = one.context[t];
    }
    List<float[]> first = one.weights(model.open(TestModels.LAYOUT, 1));
    List<float[]> second = other.weights(model.open(TestModels.LAYOUT, 1));
    assertSameBits(first.subList(0, 30), 0, 1, second.subList(0, 30));
    assertTrue(!Arrays.equals(first.get(30), second.get(30)));
  }
}
