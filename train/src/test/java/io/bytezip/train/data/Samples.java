package io.bytezip.train.data;

import io.bytezip.engine.ModelConfig;
import io.bytezip.engine.ModelConfig.LayoutInputs;
import io.bytezip.engine.ModelConfig.Ngram;
import io.bytezip.engine.ModelConfig.Norm;
import io.bytezip.engine.ModelConfig.Positions;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Made-up data for tests. */
final class Samples {
  private Samples() {}

  static BufferedImage picture(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, (x * 3 % 256) << 16 | (y * 5 % 256) << 8 | (x + y) % 256);
      }
    }
    return image;
  }

  static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  /** A model that reads all layouts and has n-grams. */
  static ModelConfig config() {
    List<LayoutInputs> layouts =
        Stream.of(
                new BytesLayout(),
                new PixelsLayout(1, 3, false),
                new SamplesLayout(1, 16, true, false))
            .map(Samples::inputs)
            .toList();
    return config(layouts);
  }

  /** A model of raw bytes. */
  static ModelConfig bytesConfig() {
    return config(List.of(inputs(new BytesLayout())));
  }

  private static LayoutInputs inputs(Layout layout) {
    return new LayoutInputs(
        layout.id(), layout.version(), Arrays.stream(layout.contextSizes()).boxed().toList());
  }

  private static ModelConfig config(List<LayoutInputs> layouts) {
    return new ModelConfig(
        32,
        2,
        1,
        16,
        48,
        List.of(16, 40),
        Norm.RMS,
        true,
        1e-5f,
        Positions.ROPE,
        10000,
        0,
        layouts,
        List.of(new Ngram(3, 1024, 4), new Ngram(4, 4096, 4)),
        true);
  }
}
