package io.bytezip.train;

import io.bytezip.engine.ModelConfig;
import io.bytezip.engine.ModelConfig.LayoutInputs;
import io.bytezip.modelzoo.Catalogue;
import io.bytezip.modelzoo.ModelEntry;
import io.bytezip.modelzoo.ModelFile;
import io.bytezip.modelzoo.Safetensors;
import io.bytezip.train.FlatParameters.Slice;
import io.bytezip.train.data.TrainException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A finished model that training starts from.
 *
 * @param file the model
 * @param tensors its numbers by name
 */
record BaseModel(ModelFile file, Safetensors tensors) {
  /** That of weights that begin fresh. */
  static final String DEFAULT_LICENSE = "apache-2.0";

  /**
   * Looks a model up.
   *
   * @param model name or hash in the catalogue, or the path of a safetensors file
   * @throws IOException with one line when there is none, or it is damaged
   */
  static BaseModel load(Catalogue catalogue, String model) throws IOException {
    ModelFile file = catalogue.load(model);
    Optional<ModelEntry> entry =
        catalogue.entries().stream().filter(e -> e.sha256().equals(file.sha256())).findFirst();
    if (entry.isEmpty()) {
      return new BaseModel(file, Safetensors.read(Path.of(model)));
    }
    try (InputStream in = entry.get().location().toURL().openStream()) {
      return new BaseModel(file, Safetensors.read(in));
    }
  }

  /** Which model it is, for cards: name, id and hash. */
  String origin() {
    return "%s (id %s, SHA-256 %s)".formatted(file.name(), file.id(), file.sha256());
  }

  /** The licence of its weights. */
  String license() {
    return file.metadata().getOrDefault("license", DEFAULT_LICENSE);
  }

  /**
   * What a model of another shape may begin with: tensors of the same name, shape and meaning are
   * this model's, all others stay fresh. Of a model of the same width with norms before its
   * sublayers, layers on top of this model's begin as nothing: what they add to the residual stream
   * is multiplied by zeros, as in Zhang, Dauphin and Ma, "Fixup Initialization", 2019. So a model
   * that is deeper and else the same predicts what this one does before its first step, where fresh
   * layers would have to be unlearned first.
   *
   * @param config the other model
   * @param flat the other model's tensors
   * @param fresh its initial values; the common tensors are written into them
   * @return how many tensors are common
   */
  int warm(ModelConfig config, FlatParameters flat, float[] fresh) {
    Map<String, Slice> own = new FlatParameters(file.config()).slices();
    int common = 0;
    for (Slice slice : flat.slices().values()) {
      Slice from = own.get(slice.name());
      if (from != null
          && from.shape().equals(slice.shape())
          && means(file.config(), slice.name()).equals(means(config, slice.name()))) {
        System.arraycopy(tensors.floats(slice.name()), 0, fresh, slice.offset(), slice.size());
        common++;
      } else if (from == null && addsToStream(slice.name()) && deepens(config)) {
        Arrays.fill(fresh, slice.offset(), slice.offset() + slice.size(), 0);
      }
    }
    return common;
  }

  private boolean deepens(ModelConfig config) {
    return config.preNorm()
        && config.width() == file.config().width()
        && config.windows().size() > file.config().windows().size();
  }

  private static boolean addsToStream(String tensor) {
    return tensor.endsWith(".attention.output.weight") || tensor.endsWith(".mlp.down.weight");
  }

  /** What the configuration says of a table's rows; nothing of other tensors. */
  private static Optional<Record> means(ModelConfig config, String tensor) {
    for (int i = 0; i < config.ngrams().size(); i++) {
      if (tensor.equals("ngrams." + i + ".weight")) {
        return Optional.of(config.ngrams().get(i));
      }
    }
    for (LayoutInputs layout : config.layouts()) {
      if (tensor.equals("layouts." + layout.id() + ".weight")) {
        return Optional.of(layout);
      }
    }
    return Optional.empty();
  }

  /** The numbers as one flat vector; the row of zeros stays zero. */
  float[] values() throws TrainException {
    FlatParameters flat = new FlatParameters(file.config());
    float[] values = new float[flat.size()];
    for (Slice slice : flat.slices().values()) {
      float[] numbers = tensors.floats(slice.name());
      if (numbers.length != slice.size()) {
        throw new TrainException(
            "the model's tensor " + slice.name() + " has " + numbers.length + " numbers");
      }
      System.arraycopy(numbers, 0, values, slice.offset(), numbers.length);
    }
    return values;
  }
}
