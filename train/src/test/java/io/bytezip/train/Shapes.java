package io.bytezip.train;

import io.bytezip.engine.ModelConfig;
import io.bytezip.engine.ModelConfig.LayoutInputs;
import io.bytezip.engine.ModelConfig.Ngram;
import io.bytezip.engine.ModelConfig.Norm;
import io.bytezip.engine.ModelConfig.Positions;
import io.bytezip.modalities.BytesLayout;
import java.util.Arrays;
import java.util.List;

/** Small configurations; {@link #config} makes the configuration of what a test has set. */
final class Shapes {
  int width = 32;
  int heads = 2;
  int kvHeads = 1;
  int headWidth = 16;
  int hidden = 48;
  List<Integer> windows = List.of(16, 40);
  Norm norm = Norm.RMS;
  boolean preNorm = true;
  Positions positions = Positions.ROPE;
  int stride;
  List<LayoutInputs> layouts = List.of(bytes());
  List<Ngram> ngrams = List.of();
  boolean ngramOutput;

  static LayoutInputs bytes() {
    BytesLayout layout = new BytesLayout();
    return new LayoutInputs(
        layout.id(), layout.version(), Arrays.stream(layout.contextSizes()).boxed().toList());
  }

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
        layouts,
        ngrams,
        ngramOutput);
  }
}
