package io.bytezip.train;

import io.bytezip.modelzoo.Catalogue;
import io.bytezip.modelzoo.ModelEntry;
import io.bytezip.modelzoo.ModelFile;
import io.bytezip.modelzoo.Safetensors;
import io.bytezip.train.FlatParameters.Slice;
import io.bytezip.train.data.TrainException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A finished model that training starts from.
 *
 * @param file the model
 * @param tensors its numbers by name
 */
record BaseModel(ModelFile file, Safetensors tensors) {

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
