package io.bytezip.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Compresses and decompresses arrays. */
final class Archives {
  private Archives() {}

  static byte[] compress(byte[] bytes, PredictorSource models, CompressOptions options) {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    try (BytezipOutputStream out = new BytezipOutputStream(target, models, options)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return target.toByteArray();
  }

  static byte[] decompress(byte[] archive, PredictorSource models, DecompressOptions options)
      throws IOException {
    try (BytezipInputStream in =
        new BytezipInputStream(new ByteArrayInputStream(archive), models, options)) {
      return in.readAllBytes();
    }
  }
}
