package io.bytezip.cli;

import io.bytezip.codec.CompressOptions;
import io.bytezip.codec.CostScan;
import io.bytezip.codec.DecompressOptions;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads files for what their bytes take; an archive is decoded, everything else compressed. */
final class CostReading {
  private static final int BUFFER = 1 << 16;

  private final Host host;
  private final Settings settings;
  private final OptionalLong length;
  private final Reporter reporter;
  private final Models models;

  /**
   * What was read.
   *
   * @param archive whether it was an archive
   * @param complete whether it was all of the file
   */
  record Result(CostScan.Sum sum, boolean archive, boolean complete) {}

  /**
   * @param length if it is there, so many bytes of the original are enough
   */
  CostReading(Host host, Settings settings, OptionalLong length, Models models, Reporter reporter) {
    this.host = host;
    this.settings = settings;
    this.length = length;
    this.models = models;
    this.reporter = reporter;
  }

  /** Looks at an input; empty, with a warning, where it is to be skipped. */
  Optional<Source> source(String name) throws IOException {
    if (name.equals("-")) {
      if (host.terminals().in()) {
        throw new IOException("a file is not read from a terminal");
      }
      return Optional.of(Source.STANDARD_INPUT);
    }
    Path path = Path.of(name);
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      reporter.warn(name, "is a folder, skipped");
      return Optional.empty();
    }
    return Optional.of(Source.of(name, path, attributes));
  }

  Result read(Source source, CostScan.Visitor visitor) throws IOException {
    try (InputStream in = new BufferedInputStream(source.open(host), BUFFER)) {
      boolean archive = CostScan.isArchive(in);
      long total = archive ? -1 : Math.min(source.size(), length.orElse(Long.MAX_VALUE));
      try (ProgressDisplay display =
          new ProgressDisplay(source.name(), total, settings.quiet(), host, reporter)) {
        return archive ? decompress(in, visitor, display) : compress(in, source, visitor, display);
      }
    }
  }

  private Result decompress(InputStream in, CostScan.Visitor visitor, ProgressDisplay display)
      throws IOException {
    CostScan.Visitor limited =
        block ->
            visitor.block(block)
                && (length.isEmpty() || block.offset() + block.length() < length.getAsLong());
    DecompressOptions options =
        DecompressOptions.DEFAULTS.withThreads(settings.threads()).withProgress(display);
    CostScan.Sum sum = new CostScan(models.get(), limited).decompress(in, options);
    return new Result(sum, true, sum.complete());
  }

  private Result compress(
      InputStream in, Source source, CostScan.Visitor visitor, ProgressDisplay display)
      throws IOException {
    CompressOptions options =
        settings.compress().withThreads(settings.threads()).withProgress(display);
    InputStream part = length.isEmpty() ? in : new Limited(in, length.getAsLong());
    CostScan.Sum sum = new CostScan(models.get(), visitor).compress(part, options);
    boolean complete = sum.complete() ? in.read() < 0 : sum.original() == source.size();
    return new Result(sum, false, complete);
  }

  /** The first bytes of a stream. */
  private static final class Limited extends FilterInputStream {
    private long left;

    Limited(InputStream in, long length) {
      super(in);
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(target, offset, (int) Math.min(count, left));
      left -= Math.max(0, read);
      return read;
    }
  }
}
