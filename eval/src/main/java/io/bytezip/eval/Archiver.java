package io.bytezip.eval;

import io.bytezip.codec.BytezipInputStream;
import io.bytezip.codec.BytezipOutputStream;
import io.bytezip.codec.CompressOptions;
import io.bytezip.codec.DecompressOptions;
import io.bytezip.codec.ModelId;
import io.bytezip.codec.ModelSource;
import io.bytezip.codec.NamedModel;
import io.bytezip.codec.UnknownModelException;
import io.bytezip.modalities.Layout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    Recorder recorder = new Recorder(models);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long start = System.nanoTime();
    try (BytezipOutputStream archive = new BytezipOutputStream(out, recorder, options)) {
      archive.write(raw);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Archive(out.toByteArray(), seconds, recorder.uses());
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

  /** Notes which models are handed out. */
  private static final class Recorder implements ModelSource {
    private final ModelSource models;
    private final Map<ModelId, NamedModel> used = new LinkedHashMap<>();

    Recorder(ModelSource models) {
      this.models = models;
    }

    @Override
    public NamedModel forCompression(Layout layout) {
      NamedModel model = models.forCompression(layout);
      if (model != null) {
        note(model);
      }
      return model;
    }

    @Override
    public NamedModel byId(ModelId id) throws UnknownModelException {
      return models.byId(id);
    }

    private synchronized void note(NamedModel model) {
      used.put(model.id(), model);
    }

    synchronized List<ModelUse> uses() {
      return used.values().stream()
          .map(model -> new ModelUse(model.id(), model.name(), model.model().parameters()))
          .toList();
    }
  }
}
