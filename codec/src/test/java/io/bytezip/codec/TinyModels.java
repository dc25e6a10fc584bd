package io.bytezip.codec;

import io.bytezip.engine.Model;
import io.bytezip.engine.ModelConfig;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Transformers with random weights, the same for the same seed. */
final class TinyModels {
  private TinyModels() {}

  /** Under 20,000 parameters, for one layout. */
  static NamedModel tiny(Layout layout) {
    ModelConfig config =
        new ModelConfig(
            6,
            3,
            1,
            4,
            16,
            List.of(8, 16),
            ModelConfig.Norm.RMS,
            true,
            1e-5f,
            ModelConfig.Positions.ROPE,
            10_000,
            0,
            List.of(inputs(layout)),
            List.of(new ModelConfig.Ngram(2, 64, 4)),
            true);
    return named(config, layout.id().length(), 4);
  }

  /**
   * Like the paper's models: it reads the previous byte, and none of the layout's context inputs.
   */
  static NamedModel vanilla() {
    ModelConfig config =
        new ModelConfig(
            16,
            2,
            2,
            8,
            24,
            List.of(32, 32),
            ModelConfig.Norm.LAYER,
            false,
            1e-5f,
            ModelConfig.Positions.SINUSOIDAL,
            10_000,
            16,
            List.of(new ModelConfig.LayoutInputs(BytesLayout.ID, 1, List.of())),
            List.of(),
            false);
    return named(config, 5, 4);
  }

  /** The shape of a production model: 2.5 million parameters, 6 layers, window 256. */
  static NamedModel production() {
    ModelConfig config =
        new ModelConfig(
            192,
            6,
            1,
            32,
            512,
            List.of(256, 256, 256, 256, 256, 256),
            ModelConfig.Norm.RMS,
            true,
            1e-5f,
            ModelConfig.Positions.ROPE,
            10_000,
            0,
            List.of(inputs(new BytesLayout())),
            List.of(),
            false);
    return named(config, 2, 1.5f);
  }

  /** The shape of the bundled models for pictures and sound: 2 layers of 128, window 64. */
  static NamedModel small(Layout layout) {
    ModelConfig config =
        new ModelConfig(
            128,
            4,
            1,
            32,
            384,
            List.of(64, 64),
            ModelConfig.Norm.RMS,
            true,
            1e-5f,
            ModelConfig.Positions.ROPE,
            10_000,
            0,
            List.of(inputs(layout)),
            List.of(),
            false);
    return named(config, 3, 1.5f);
  }

  /** A source with these models. */
  static ModelSource source(NamedModel... models) {
    return new ModelSource() {
      @Override
      public NamedModel forCompression(Layout layout) {
        return Arrays.stream(models).filter(model -> model.reads(layout)).findFirst().orElse(null);
      }

      @Override
      public NamedModel byId(ModelId id) throws UnknownModelException {
        return Arrays.stream(models)
            .filter(model -> model.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new UnknownModelException(id));
      }
    };
  }

  private static ModelConfig.LayoutInputs inputs(Layout layout) {
    return new ModelConfig.LayoutInputs(
        layout.id(), layout.version(), Arrays.stream(layout.contextSizes()).boxed().toList());
  }

  private static NamedModel named(ModelConfig config, long seed, float sharpness) {
    Model model =
        Model.of(
            config,
            name -> {
              int[] shape = Model.shapes(config).get(name);
              int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
              SplittableRandom random = new SplittableRandom(seed * 31 + name.hashCode());
              float spread = name.equals("output.weight") ? sharpness : 0.5f;
              float[] values = new float[size];
              for (int i = 0; i < size; i++) {
                values[i] = (random.nextFloat() - 0.5f) * 2 * spread;
              }
              return values;
            });
    return new NamedModel(new ModelId(0xB17E_0000_0000_0000L | seed), "random-" + seed, model);
  }
}
