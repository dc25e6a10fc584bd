package io.bytezip.cli;

import io.bytezip.engine.Model;
import io.bytezip.engine.ModelConfig;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modelzoo.ModelFile;
import io.bytezip.modelzoo.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A tiny model that knows one thing, that every byte is 0 or 1. */
final class CoinModel {
  private CoinModel() {}

  static void write(Path file) throws IOException {
    BytesLayout layout = new BytesLayout();
    ModelConfig config =
        new ModelConfig(
            8,
            1,
            1,
            8,
            8,
            List.of(4),
            ModelConfig.Norm.RMS,
            true,
            1e-5f,
            ModelConfig.Positions.NONE,
            1e4,
            0,
            List.of(
                new ModelConfig.LayoutInputs(
                    layout.id(),
                    layout.version(),
                    IntStream.of(layout.contextSizes()).boxed().toList())),
            List.of(),
            false);
    Map<String, int[]> shapes = Model.shapes(config);
    ModelFile.write(
        file,
        Safetensors.DType.F16,
        "coins",
        config,
        name -> {
          float[] tensor = new float[IntStream.of(shapes.get(name)).reduce(1, Math::multiplyExact)];
          if (name.equals("output.bias")) {
            tensor['0'] = 16;
            tensor['1'] = 16;
          }
          return tensor;
        },
        Map.of("licence", "CC0-1.0"));
  }
}
