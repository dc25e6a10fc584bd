package io.bytezip.codec;

import io.bytezip.modalities.Plan;
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

  /** An archive of one block, by a plan of the test's own. */
  static byte[] compress(
      Plan plan, byte[] restored, PredictorSource models, CompressOptions options) {
    EncodedBlock block =
        new BlockEncoder(models, options, new Meter(options.progress())).encode(restored, 0, plan);
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    target.writeBytes(FileHeader.bytes(options.profile()));
    target.writeBytes(block.header().toBytes(true));
    block.body().forEach(target::writeBytes);
    return target.toByteArray();
  }
}
