package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class EngineRoundTripTest {
  @Test
  void theTinyModelIsTiny() {
    assertTrue(TinyModels.tiny().model().parameters() < 20_000);
  }

  @Test
  void aTransformersArchiveComesBack() throws IOException {
    NamedModel model = TinyModels.tiny();
    PredictorSource models = PredictorSource.of(TinyModels.source(model));
    byte[] content = Contents.drawnFrom(model, 50_000, 3);
    for (int lanes : new int[] {0, 1, 5, 64}) {
      CompressOptions options = CompressOptions.DEFAULTS.withLanes(lanes);
      byte[] archive = Archives.compress(content, models, options);
      assertTrue(archive.length < content.length * 0.95, "the model codes it");
      assertArrayEquals(content, Archives.decompress(archive, models, DecompressOptions.DEFAULTS));
      assertArrayEquals(archive, Archives.compress(content, models, options.withThreads(2)));
      assertArrayEquals(
          content,
          Archives.decompress(archive, models, DecompressOptions.DEFAULTS.withThreads(2)));
    }
  }
}
