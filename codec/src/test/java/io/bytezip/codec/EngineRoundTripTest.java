package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineRoundTripTest {
  @Test
  void tinyModelsAreTiny() {
    for (Layout layout :
        List.of(
            new BytesLayout(),
            new PixelsLayout(1, 1, false),
            new SamplesLayout(1, 16, true, false))) {
      assertTrue(TinyModels.tiny(layout).model().parameters() < 20_000, layout.id());
    }
  }

  @Test
  void aTransformersArchiveComesBack() throws IOException {
    comesBack(TinyModels.tiny(new BytesLayout()));
  }

  @Test
  void soDoesThatOfAModelWithoutContextInputs() throws IOException {
    comesBack(TinyModels.vanilla());
  }

  private static void comesBack(NamedModel model) throws IOException {
    PredictorSource models = PredictorSource.of(TinyModels.source(model));
    byte[] content = Contents.drawnFrom(model, new BytesLayout(), 50_000, 8, 3);
    for (int lanes : new int[] {0, 1, 5, 64}) {
      CompressOptions options =
          CompressOptions.DEFAULTS.withLanes(lanes).withProfile(CompressOptions.Profile.FROZEN);
      byte[] archive = Archives.compress(content, models, options);
      assertTrue(archive.length < content.length * 0.95, "the model codes it");
      assertArrayEquals(content, Archives.decompress(archive, models, DecompressOptions.DEFAULTS));
      assertArrayEquals(archive, Archives.compress(content, models, options.withThreads(2)));
      assertArrayEquals(
          content, Archives.decompress(archive, models, DecompressOptions.DEFAULTS.withThreads(2)));
    }
  }
}
