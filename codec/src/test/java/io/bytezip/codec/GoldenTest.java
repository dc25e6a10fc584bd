package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Archives made once, by random models that depend on nothing but their seeds, decode for as long
 * as their version lasts.
 */
class GoldenTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "empty",
        "raw",
        "lzma2",
        "model",
        "blocks",
        "pixels",
        "samples",
        "mixed",
        "wav",
        "ppm",
        "png",
        "drawn-ppm",
        "drawn-png",
        "several",
        "adaptive",
        "adaptive-blocks",
        "adaptive-segments",
        "mix",
        "mix-segments",
        "mix-ppm",
        "mix-wav",
        "light",
        "light-segments",
        "light-ppm",
        "light-wav",
        "medium",
        "strong"
      })
  void itDecodes(String name) throws IOException {
    assertArrayEquals(
        read(name + ".bin"),
        Archives.decompress(read(name + ".byz"), Corpus.models(), DecompressOptions.DEFAULTS));
  }

  /** The profile of transformers alone, whose arithmetic is settled. */
  @Test
  void frozenOnesAreMadeAgain() throws IOException {
    for (Corpus.Entry entry : Corpus.frozen()) {
      if (GoldenTest.class.getResource(Goldens.FOLDER + entry.name() + ".byz") != null) {
        assertArrayEquals(read(entry.name() + ".byz"), entry.archive(), entry.name());
      }
    }
  }

  private static byte[] read(String file) throws IOException {
    try (InputStream in = GoldenTest.class.getResourceAsStream(Goldens.FOLDER + file)) {
      assertNotNull(in, file);
      return in.readAllBytes();
    }
  }
}
