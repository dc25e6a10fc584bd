package io.bytezip.eval;

import io.bytezip.codec.ArchiveReader;
import io.bytezip.codec.BytezipInputStream;
import io.bytezip.codec.BytezipOutputStream;
import io.bytezip.codec.CompressOptions;
import io.bytezip.codec.DecompressOptions;
import io.bytezip.codec.ModelSource;
import io.bytezip.codec.NamedModel;
import io.bytezip.codec.mix.Effort;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** bytezip itself, in memory, with a stopwatch. */
final class Archiver implements Contender {
  private final ModelSource models;
  private final Variant variant;

  Archiver(ModelSource models, Variant variant) {
    this.models = models;
    this.variant = variant;
  }

  @Override
  public String name() {
    return variant.name();
  }

  @Override
  public String description() {
    CompressOptions options = variant.options();
    return "bytezip in this process, profile "
        + options.profile().name().toLowerCase(Locale.ROOT)
        + ", threads "
        + options.threads();
  }

  @Override
  public Optional<Measurement> measure(Subject subject, boolean back) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long start = System.nanoTime();
    try (BytezipOutputStream archive = new BytezipOutputStream(out, models, variant.options())) {
      archive.write(subject.bytes());
    }
    double seconds = seconds(start);
    byte[] archive = out.toByteArray();
    return Optional.of(
        new Measurement(
            archive.length,
            seconds,
            back ? decompress(archive, subject.bytes()) : Double.NaN,
            0,
            uses(archive)));
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private double decompress(byte[] archive, byte[] raw) throws IOException {
    long start = System.nanoTime();
    byte[] back;
    try (InputStream in =
        new BytezipInputStream(
            new ByteArrayInputStream(archive),
            models,
            DecompressOptions.DEFAULTS.withThreads(variant.options().threads()))) {
      back = in.readAllBytes();
    } catch (IOException | RuntimeException e) {
      throw new MismatchException(e);
    }
    double seconds = seconds(start);
    if (!Arrays.equals(raw, back)) {
      throw new MismatchException();
    }
    return seconds;
  }

  /** The models that the archive names, and the program's start, each once. */
  private List<ModelUse> uses(byte[] archive) throws IOException {
    Set<ModelUse> uses = new LinkedHashSet<>();
    try (ArchiveReader reader =
        ArchiveReader.open(
            new SeekableInMemoryByteChannel(archive), models, DecompressOptions.DEFAULTS)) {
      for (ArchiveReader.Block block : reader.blocks()) {
        for (ArchiveReader.Segment segment : reader.segments(block)) {
          if (segment.model() != null) {
            NamedModel model = models.byId(segment.model());
            long parameters = model.model().parameters() + model.starts().parameters();
            uses.add(new ModelUse(Optional.of(model.id()), model.name(), parameters));
          } else if (segment.effort() == Effort.FULL) {
            uses.add(ModelUse.programStart());
          }
        }
      }
    }
    return List.copyOf(uses);
  }
}
