package io.bytezip.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Small configurations and random weights for tests and benchmarks. */
final class TestModels {
  static final String LAYOUT = "bytes";

  private TestModels() {}

  /** What a test may vary; {@link #config} makes the configuration. */
  static final class Shape {
    int width = 48;
    int heads = 4;
    int kvHeads = 1;
    int headWidth = 16;
    int hidden = 80;
    List<Integer> windows = List.of(16, 32);
    ModelConfig.Norm norm = ModelConfig.Norm.RMS;
    boolean preNorm = true;
    ModelConfig.Positions positions = ModelConfig.Positions.ROPE;
    int stride;
    List<Integer> contextSizes = List.of(257, 257, 12);
    List<ModelConfig.Ngram> ngrams = List.of();
    boolean ngramOutput;

    ModelConfig config() {
      return new ModelConfig(
          width,
          heads,
          kvHeads,
          headWidth,
          hidden,
          windows,
          norm,
          preNorm,
          1e-5f,
          positions,
          10000,
          stride,
          List.of(new ModelConfig.LayoutInputs(LAYOUT, 1, contextSizes)),
          ngrams,
          ngramOutput);
    }
  }

  /**
   * Weights by a fixed formula: uniform, of a size that keeps activations near 1 and logits spread.
   */
  static Map<String, float[]> weights(ModelConfig config, long seed) {
    Map<String, float[]> tensors = new HashMap<>();
    SplittableRandom random = new SplittableRandom(seed);
    Model.shapes(config)
        .forEach(
            (name, shape) -> {
              int elements = 1;
              for (int size : shape) {
                elements *= size;
              }
              float[] values = new float[elements];
              boolean norm = name.contains("norm.weight");
              double bound =
                  shape.length == 1
                      ? 0.3
                      : name.matches("(embed|layouts|ngrams).*") ? 1 : 2 / Math.sqrt(shape[1]);
              for (int i = 0; i < elements; i++) {
                double value = (2 * random.nextDouble() - 1) * bound;
                values[i] = (float) (norm ? 1 + value : value);
              }
              tensors.put(name, values);
            });
    return tensors;
  }

  static Model model(ModelConfig config, long seed) {
    return Model.of(config, weights(config, seed)::get);
  }
}
