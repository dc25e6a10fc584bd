package io.bytezip.modelzoo;

import io.bytezip.engine.Model;
import io.bytezip.engine.ModelConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small models for tests. */
final class Configs {
  private Configs() {}

  /** A model that reads {@code bytes}, version 1, with the given context inputs. */
  static ModelConfig tiny(String layout, int version, List<Integer> contextSizes) {
    return tiny(layout, version, contextSizes, 16);
  }

  /** The same with another width between the products of its MLPs. */
  static ModelConfig tiny(String layout, int version, List<Integer> contextSizes, int hidden) {
    return new ModelConfig(
        8,
        2,
        1,
        4,
        hidden,
        List.of(4, 8),
        ModelConfig.Norm.RMS,
        true,
        1e-5f,
        ModelConfig.Positions.ROPE,
        10000,
        0,
        List.of(new ModelConfig.LayoutInputs(layout, version, contextSizes)),
        List.of(new ModelConfig.Ngram(3, 16, 4)),
        true);
  }

  static Map<String, float[]> weights(ModelConfig config, long seed) {
    Random random = new Random(seed);
    Map<String, float[]> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, int[]> entry : Model.shapes(config).entrySet()) {
      int elements = 1;
      for (int size : entry.getValue()) {
        elements *= size;
      }
      float[] values = new float[elements];
      for (int i = 0; i < elements; i++) {
        values[i] = (float) random.nextGaussian() / 8;
      }
      tensors.put(entry.getKey(), values);
    }
    return tensors;
  }

  static byte[] file(String name, ModelConfig config, long seed) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelFile.write(
        out, Safetensors.DType.F16, name, config, weights(config, seed)::get, Map.of("steps", "7"));
    return out.toByteArray();
  }
}
