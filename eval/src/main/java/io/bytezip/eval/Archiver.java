package io.bytezip.eval;

import io.bytezip.codec.ArchiveReader;
import io.bytezip.codec.BytezipInputStream;
import io.bytezip.codec.BytezipOutputStream;
import io.bytezip.codec.CompressOptions;
import io.bytezip.codec.DecompressOptions;
import io.bytezip.codec.ModelId;
import io.bytezip.codec.ModelSource;
import io.bytezip.codec.NamedModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** bytezip itself, in memory, with a stopwatch. */
final class Archiver {
  private final ModelSource models;
  private final CompressOptions options;

  Archiver(ModelSource models, CompressOptions options) {
    this.models = models;
    this.options = options;
  }

  /** One archive. */
  static final class Archive {
    private final byte[] bytes;
    private final double seconds;
    private final List<ModelUse> models;

    private Archive(byte[] bytes, double seconds, List<ModelUse> models) {
      this.bytes = bytes;
      this.seconds = seconds;
      this.models = models;
    }

    int size() {
      return bytes.length;
    }

    /** Time it took to make. */
    double seconds() {
      return seconds;
    }

    /** The models that it needs. */
    List<ModelUse> models() {
      return models;
    }
  }

  Archive compress(byte[] raw) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long start = System.nanoTime();
    try (BytezipOutputStream archive = new BytezipOutputStream(out, models, options)) {
      archive.write(raw);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    byte[] bytes = out.toByteArray();
    return new Archive(bytes, seconds, uses(bytes));
  }

  /**
   * Decodes an archive and compares.
   *
   * @return seconds, or NaN if it is not {@code raw}
   */
  double verify(Archive archive, byte[] raw) throws IOException {
    long start = System.nanoTime();
    byte[] back;
    try (InputStream in =
        new BytezipInputStream(
            new ByteArrayInputStream(archive.bytes),
            models,
            DecompressOptions.DEFAULTS.withThreads(options.threads()))) {
      back = in.readAllBytes();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return Arrays.equals(raw, back) ? seconds : Double.NaN;
  }

  /** The models that the archive names, each once. */
  private List<ModelUse> uses(byte[] archive) throws IOException {
    Map<ModelId, ModelUse> uses = new LinkedHashMap<>();
    try (ArchiveReader reader =
        ArchiveReader.open(
            new SeekableInMemoryByteChannel(archive), models, DecompressOptions.DEFAULTS)) {
      for (ArchiveReader.Block block : reader.blocks()) {
        for (ArchiveReader.Segment segment : reader.segments(block)) {
          ModelId id = segment.model();
          if (id != null && !uses.containsKey(id)) {
            NamedModel model = models.byId(id);
            uses.put(
                id,
                new ModelUse(
                    id, model.name(), model.model().parameters() + model.starts().parameters()));
          }
        }
      }
    }
    return List.copyOf(uses.values());
  }
}
