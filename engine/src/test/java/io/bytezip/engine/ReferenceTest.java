package io.bytezip.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every feature of the configuration against {@link NaiveTransformer}. */
class ReferenceTest {
  private static final int STEPS = 75;

  private static Arguments shape(String name, Consumer<TestModels.Shape> change) {
    TestModels.Shape shape = new TestModels.Shape();
    change.accept(shape);
    return Arguments.of(Named.of(name, shape.config()));
  }

  static Stream<Arguments> shapes() {
    return Stream.of(
        shape("RMS, pre-norm, RoPE, MQA", s -> {}),
        shape("layer norm", s -> s.norm = ModelConfig.Norm.LAYER),
        shape("post-norm", s -> s.preNorm = false),
        shape(
            "post-norm, layer norm",
            s -> {
              s.preNorm = false;
              s.norm = ModelConfig.Norm.LAYER;
            }),
        shape("no positions", s -> s.positions = ModelConfig.Positions.NONE),
        shape("MHA", s -> s.kvHeads = 4),
        shape("GQA", s -> s.kvHeads = 2),
        shape("window of one", s -> s.windows = List.of(1, 5)),
        shape("windows longer than the sequence", s -> s.windows = List.of(200, 100)),
        shape("odd windows, growing caches", s -> s.windows = List.of(7, 70, 33)),
        shape(
            "odd sizes",
            s -> {
              s.width = 37;
              s.heads = 6;
              s.kvHeads = 3;
              s.headWidth = 10;
              s.hidden = 29;
            }),
        shape(
            "wide heads",
            s -> {
              s.heads = 3;
              s.headWidth = 40;
            }),
        shape("one tap", s -> s.contextSizes = List.of(257)),
        shape("no context", s -> s.contextSizes = List.of()),
        shape(
            "n-grams at the input",
            s ->
                s.ngrams =
                    List.of(new ModelConfig.Ngram(3, 64, 5), new ModelConfig.Ngram(8, 2, 14))),
        shape(
            "n-grams at input and output",
            s -> {
              s.ngrams =
                  List.of(new ModelConfig.Ngram(2, 256, 12), new ModelConfig.Ngram(6, 1024, 4));
              s.ngramOutput = true;
            }),
        shape(
            "the paper's: post-norm, sinusoidal, MHA, restarts by half a window",
            s -> {
              s.preNorm = false;
              s.norm = ModelConfig.Norm.LAYER;
              s.positions = ModelConfig.Positions.SINUSOIDAL;
              s.kvHeads = 4;
              s.windows = List.of(20, 20);
              s.stride = 10;
              s.contextSizes = List.of();
            }),
        shape(
            "sinusoidal, restarts by one, a shorter window, n-grams across restarts",
            s -> {
              s.positions = ModelConfig.Positions.SINUSOIDAL;
              s.windows = List.of(9, 21);
              s.stride = 1;
              s.ngrams = List.of(new ModelConfig.Ngram(8, 512, 6));
              s.ngramOutput = true;
            }),
        shape(
            "sinusoidal, restarts without overlap",
            s -> {
              s.positions = ModelConfig.Positions.SINUSOIDAL;
              s.windows = List.of(16);
              s.stride = 16;
            }));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void logitsAreThoseOfThePlainModel(ModelConfig config) {
    Map<String, float[]> tensors = TestModels.weights(config, 7);
    NaiveTransformer reference = new NaiveTransformer(config, tensors);
    Run run = new Run(config, 2, STEPS, 11);
    double[][][] expected = new double[run.lanes][][];
    for (int lane = 0; lane < run.lanes; lane++) {
      expected[lane] = reference.logits(run.lanePrevious(lane), run.laneContext(lane));
    }
    Session session = Model.of(config, tensors::get).open(TestModels.LAYOUT, run.lanes);
    float[] weights = new float[run.lanes * 256];
    double spread = 0;
    for (int t = 0; t < STEPS; t++) {
      session.step(run.lanes, run.previous[t], run.context[t], weights);
      float[] logits = session.logits();
      for (int lane = 0; lane < run.lanes; lane++) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int s = 0; s < 256; s++) {
          double want = expected[lane][t][s];
          assertEquals(
              want,
              logits[lane * 256 + s],
              2e-4,
              "logit of step " + t + ", lane " + lane + ", symbol " + s);
          largest = Math.max(largest, want);
          spread = Math.max(spread, Math.abs(want - expected[lane][t][0]));
        }
        for (int s = 0; s < 256; s++) {
          double want = Math.exp(expected[lane][t][s] - largest);
          assertEquals(
              want, weights[lane * 256 + s], 4e-4, "weight of step " + t + ", symbol " + s);
        }
      }
    }
    assertTrue(spread > 1, "a test of nothing: all logits alike");
  }
}
