package io.bytezip.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionTest {
  private static final ModelConfig CONFIG = new TestModels.Shape().config();

  private static void assertUsable(float[] weights) {
    for (int lane = 0; lane < weights.length; lane += 256) {
      float largest = 0f;
      for (int s = lane; s < lane + 256; s++) {
        assertTrue(weights[s] >= 0f && weights[s] <= 1f, "weight " + weights[s]);
        largest = Math.max(largest, weights[s]);
      }
      assertEquals(1f, largest);
    }
  }

  @Test
  void weightsAreExponentialsOfTheLogits() {
    Session session = TestModels.model(CONFIG, 5).open(TestModels.LAYOUT, 2);
    Run run = new Run(CONFIG, 2, 10, 6);
    for (float[] weights : run.weights(session)) {
      assertUsable(weights);
    }
    float[] weights = new float[512];
    session.step(2, run.previous[1], run.context[1], weights);
    float[] logits = session.logits();
    for (int lane = 0; lane < 512; lane += 256) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int s = lane; s < lane + 256; s++) {
        largest = Math.max(largest, logits[s]);
      }
      for (int s = lane; s < lane + 256; s++) {
        assertEquals(Math.exp(logits[s] - largest), weights[s], 1e-6);
      }
    }
  }

  @Test
  void constantInputsStayUsable() {
    Session session = TestModels.model(CONFIG, 5).open(TestModels.LAYOUT, 1);
    float[] weights = new float[256];
    for (int t = 0; t < 300; t++) {
      session.step(1, new int[] {t == 0 ? 256 : 0}, new int[3], weights);
      assertUsable(weights);
    }
  }

  /**
   * Weights of any size, infinite ones and NaN give usable probabilities, the same with both
   * kernels.
   */
  @Test
  void absurdWeightsStayUsable() {
    for (ModelConfig.Norm norm : ModelConfig.Norm.values()) {
      for (boolean preNorm : new boolean[] {true, false}) {
        for (float value :
            new float[] {0f, 1e-40f, 65504f, -65504f, 1e30f, Float.POSITIVE_INFINITY, Float.NaN}) {
          TestModels.Shape shape = new TestModels.Shape();
          shape.norm = norm;
          shape.preNorm = preNorm;
          ModelConfig config = shape.config();
          Map<String, float[]> tensors = TestModels.weights(config, 3);
          for (String name :
              new String[] {
                "embed.weight", "layers.0.mlp.up.weight", "layers.1.attention.key.weight"
              }) {
            float[] tensor = tensors.get(name);
            for (int i = 0; i < tensor.length; i++) {
              tensor[i] = i % 3 == 0 ? value : tensor[i];
            }
          }
          Run run = new Run(config, 3, 20, 1);
          Model model = Model.of(config, tensors::get);
          List<float[]> scalar = run.weights(model.open(TestModels.LAYOUT, 3, new ScalarKernel()));
          List<float[]> vector = run.weights(model.open(TestModels.LAYOUT, 3, new VectorKernel()));
          for (int t = 0; t < 20; t++) {
            assertUsable(scalar.get(t));
            for (int i = 0; i < scalar.get(t).length; i++) {
              assertEquals(
                  Float.floatToRawIntBits(scalar.get(t)[i]),
                  Float.floatToRawIntBits(vector.get(t)[i]),
                  () -> norm + " " + preNorm + " " + value);
            }
          }
        }
      }
    }
  }

  @Test
  void logitsBeyondTheLimitAreClamped() {
    Map<String, float[]> tensors = TestModels.weights(CONFIG, 3);
    tensors.get("output.bias")[7] = 1e30f;
    tensors.get("output.bias")[8] = Float.NEGATIVE_INFINITY;
    tensors.get("output.bias")[9] = Float.NaN;
    Session session = Model.of(CONFIG, tensors::get).open(TestModels.LAYOUT, 1);
    float[] weights = new float[256];
    session.step(1, new int[] {256}, new int[3], weights);
    assertEquals(1e4f, session.logits()[7]);
    assertEquals(-1e4f, session.logits()[8]);
    assertEquals(0f, session.logits()[9]);
    assertUsable(weights);
  }

  @Test
  void wrongArgumentsAreRefusedAndChangeNothing() {
    Model model = TestModels.model(CONFIG, 5);
    Session session = model.open(TestModels.LAYOUT, 2);
    Session untouched = model.open(TestModels.LAYOUT, 2);
    float[] weights = new float[512];
    int[] start = {256, 256};
    int[] context = new int[6];
    assertThrows(IllegalArgumentException.class, () -> session.step(3, start, context, weights));
    assertThrows(IllegalArgumentException.class, () -> session.step(0, start, context, weights));
    assertThrows(
        IllegalArgumentException.class,
        () -> session.step(2, new int[] {1, 257}, context, weights));
    assertThrows(
        IllegalArgumentException.class, () -> session.step(2, new int[] {-1, 2}, context, weights));
    assertThrows(
        IllegalArgumentException.class,
        () -> session.step(2, start, new int[] {0, 0, 0, 0, 0, 12}, weights));
    assertThrows(
        IllegalArgumentException.class,
        () -> session.step(2, start, new int[] {0, -1, 0, 0, 0, 0}, weights));
    assertThrows(
        IllegalArgumentException.class, () -> session.step(2, start, context, new float[511]));
    assertThrows(
        IllegalArgumentException.class, () -> session.step(2, new int[1], context, weights));
    assertThrows(IllegalArgumentException.class, () -> session.step(2, start, new int[5], weights));
    session.step(1, start, context, weights);
    float[] expected = new float[512];
    untouched.step(1, start, context, expected);
    assertEquals(Float.floatToRawIntBits(expected[33]), Float.floatToRawIntBits(weights[33]));
    assertThrows(IllegalArgumentException.class, () -> session.step(2, start, context, weights));
    assertThrows(IllegalArgumentException.class, () -> model.open("pixels", 1));
    assertThrows(IllegalArgumentException.class, () -> model.open(TestModels.LAYOUT, 0));
  }
}
