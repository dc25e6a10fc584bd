package io.bytezip.cli;

import com.google.gson.JsonObject;
import io.bytezip.codec.ArchiveReader;
import io.bytezip.codec.BytezipException;
import io.bytezip.codec.BytezipInputStream;
import io.bytezip.codec.BytezipOutputStream;
import io.bytezip.codec.CompressOptions;
import io.bytezip.codec.DecompressOptions;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Does the same to several files, one after another; an error in one does not stop the others. */
final class FileWork {
  static final String SUFFIX = ".byz";
  private static final String TAR = ".tar";
  private static final String STANDARD_STREAM = "-";
  private static final int BUFFER = 1 << 16;

  private final Host host;
  private final Settings settings;
  private final Reporter reporter;
  private final Models models;
  private final Listing listing;

  /** What is done to each file. */
  enum Task {
    COMPRESS("compressed"),
    DECOMPRESS("decompressed"),
    TEST("sound"),
    LIST("listed"),
    MEMBERS("listed");

    private final String done;

    Task(String done) {
      this.done = done;
    }
  }

  FileWork(Host host, Settings settings) {
    this.host = host;
    this.settings = settings;
    this.reporter = new Reporter(host, settings.quiet());
    this.models = new Models(host, settings.model());
    this.listing = new Listing(settings, reporter);
  }

  /**
   * Does the task to all files.
   *
   * @param names files, or {@code -}; none means standard input
   * @throws UsageException if the settings do not fit the files; nothing was done then
   */
  ExitCode run(Task task, List<String> names) throws UsageException {
    List<String> inputs = names.isEmpty() ? List.of(STANDARD_STREAM) : names;
    if (inputs.contains("")) {
      throw new UsageException("an empty file name");
    }
    boolean named = settings.output().isPresent() && !settings.toStandardOutput();
    if (inputs.size() > 1 && named) {
      throw new UsageException("-o takes one input, not " + inputs.size());
    }
    if (inputs.contains(STANDARD_STREAM) && settings.remove()) {
      throw new UsageException("--rm needs a file to remove, not standard input");
    }
    if (inputs.contains(STANDARD_STREAM) && settings.verify() && !named) {
      throw new UsageException("--verify needs a file to write to; name one with -o");
    }
    for (String name : inputs) {
      try {
        Optional<Source> source = source(task, name);
        if (source.isPresent()) {
          run(task, source.get());
        }
      } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
        reporter.fail(name.equals(STANDARD_STREAM) ? Source.STANDARD_INPUT.name() : name, e);
      }
    }
    return reporter.worst();
  }

  private void run(Task task, Source source) throws IOException {
    switch (task) {
      case COMPRESS -> compress(source);
      case DECOMPRESS -> decompress(source);
      case TEST -> test(source);
      case LIST -> listing.list(source, models);
      case MEMBERS -> listing.members(source, models);
    }
  }

  /** Looks at the input; empty, with a warning, where it is to be skipped. */
  private Optional<Source> source(Task task, String name) throws IOException {
    if (name.equals(STANDARD_STREAM)) {
      if (host.terminals().in() && task != Task.COMPRESS) {
        throw new IOException("an archive is not read from a terminal");
      }
      return Optional.of(Source.STANDARD_INPUT);
    }
    boolean lenient = settings.force() || settings.output().isPresent();
    Path path = Path.of(name);
    if (task == Task.DECOMPRESS && !Files.exists(path) && !name.endsWith(SUFFIX)) {
      Path archive = Path.of(name + SUFFIX);
      path = Files.exists(archive) ? archive : path;
    }
    if ((task == Task.COMPRESS || task == Task.DECOMPRESS)
        && Files.isSymbolicLink(path)
        && !lenient) {
      reporter.warn(name, "is a symbolic link, skipped (-f follows it)");
      return Optional.empty();
    }
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (attributes.isDirectory() && task == Task.COMPRESS) {
      return Optional.of(Source.folder(name, path));
    }
    if (attributes.isDirectory()) {
      reporter.warn(name, "is a folder, skipped");
      return Optional.empty();
    }
    if (!attributes.isRegularFile() && !lenient && task != Task.TEST) {
      reporter.warn(name, "is not a regular file, skipped (-f reads it)");
      return Optional.empty();
    }
    boolean suffixed = name(path).toLowerCase(Locale.ROOT).endsWith(SUFFIX);
    if (task == Task.COMPRESS && suffixed && !lenient) {
      reporter.warn(name, "has the suffix " + SUFFIX + " already, skipped");
      return Optional.empty();
    }
    if (task == Task.DECOMPRESS && !suffixed && settings.output().isEmpty()) {
      reporter.warn(name, "has no suffix " + SUFFIX + ", skipped; -o or -c says where to write");
      return Optional.empty();
    }
    return Optional.of(Source.of(name, path, attributes));
  }

  private void compress(Source source) throws IOException {
    long start = System.nanoTime();
    try (Destination destination = destination(source, true)) {
      Tally original = settings.verify() ? Tally.hashing() : Tally.counting();
      Tally archive = Tally.counting();
      try (ProgressDisplay display = display(source.name(), source.size())) {
        CompressOptions options =
            settings.compress().withThreads(settings.threads()).withProgress(display);
        // Not closed where reading fails: closing would finish an archive of half the input.
        BytezipOutputStream compressor =
            new BytezipOutputStream(archive.of(destination.out()), models.get(), options);
        if (source.folder()) {
          pack(source.path().orElseThrow(), original.of(compressor));
        } else {
          try (InputStream in = source.open(host)) {
            copy(original.of(in), compressor);
          }
        }
        compressor.finish();
      }
      double seconds = since(start);
      Optional<Path> written = destination.sync();
      if (settings.verify() && written.isPresent()) {
        verify(source, written.get(), original);
      }
      destination.publish(source);
      remove(source);
      report(Task.COMPRESS, source, destination.name(), original, archive, seconds);
    }
  }

  private void pack(Path folder, OutputStream out) throws IOException {
    new FolderTar(folder, name(plain(folder)), reporter).writeTo(out);
  }

  private void verify(Source source, Path archive, Tally original) throws IOException {
    Tally decoded = Tally.hashing();
    try (InputStream in = buffered(Files.newInputStream(archive));
        ProgressDisplay display = display("check " + source.name(), original.count())) {
      DecompressOptions options =
          DecompressOptions.DEFAULTS.withThreads(settings.threads()).withProgress(display);
      copy(
          decoded.of(new BytezipInputStream(in, models.get(), options)),
          OutputStream.nullOutputStream());
    }
    if (!decoded.same(original)) {
      throw new IOException("the archive does not decode to the input, which is a bug of bytezip");
    }
  }

  private void decompress(Source source) throws IOException {
    long start = System.nanoTime();
    try (Destination destination = destination(source, false)) {
      Tally archive = Tally.counting();
      Tally original = Tally.counting();
      decode(source, archive, original.of(destination.out()));
      double seconds = since(start);
      destination.sync();
      destination.publish(source);
      remove(source);
      report(Task.DECOMPRESS, source, destination.name(), original, archive, seconds);
    }
  }

  private void test(Source source) throws IOException {
    long start = System.nanoTime();
    Tally archive = Tally.counting();
    Tally original = Tally.counting();
    decode(source, archive, original.of(OutputStream.nullOutputStream()));
    report(Task.TEST, source, "", original, archive, since(start));
  }

  private void decode(Source source, Tally archive, OutputStream out) throws IOException {
    try (InputStream in = source.open(host);
        ProgressDisplay display = display(source.name(), originalSize(source))) {
      DecompressOptions options =
          DecompressOptions.DEFAULTS.withThreads(settings.threads()).withProgress(display);
      copy(new BytezipInputStream(archive.of(buffered(in)), models.get(), options), out);
      out.flush();
    }
  }

  private Destination destination(Source source, boolean archive) throws IOException {
    if (settings.toStandardOutput() || (settings.output().isEmpty() && source.path().isEmpty())) {
      if (archive && host.terminals().out() && !settings.force()) {
        throw new IOException("an archive is not written to a terminal; -f does it all the same");
      }
      return Destination.standardOutput(source, host);
    }
    Path target =
        settings
            .output()
            .map(Path::of)
            .orElseGet(
                () -> {
                  Path path = source.path().orElseThrow();
                  String name = name(path);
                  if (source.folder()) {
                    return plain(path).resolveSibling(name(plain(path)) + TAR + SUFFIX);
                  }
                  return path.resolveSibling(
                      archive ? name + SUFFIX : name.substring(0, name.length() - SUFFIX.length()));
                });
    return Destination.file(target, source, settings, host);
  }

  private void remove(Source source) throws IOException {
    if (!settings.remove()) {
      return;
    }
    if (source.folder()) {
      reporter.warn(source.name(), "is a folder, not removed");
      return;
    }
    if (source.isRegular() && source.unchanged()) {
      Files.delete(source.path().orElseThrow());
    } else {
      reporter.warn(source.name(), "changed meanwhile, or is no regular file; not removed");
    }
  }

  private ProgressDisplay display(String name, long total) {
    return new ProgressDisplay(name, total, settings.quiet(), host, reporter);
  }

  /** What an archive will decode to, by its headers; -1 if they don't tell. */
  private long originalSize(Source source) throws IOException {
    if (!source.isRegular()) {
      return -1;
    }
    try (ArchiveReader reader =
        ArchiveReader.open(
            Files.newByteChannel(source.path().orElseThrow()),
            models.get(),
            DecompressOptions.DEFAULTS)) {
      return reader.length();
    } catch (BytezipException e) {
      // Decoding will find the same, and tell it.
      return -1;
    }
  }

  private void report(
      Task task, Source source, String output, Tally original, Tally archive, double seconds)
      throws IOException {
    if (settings.json()) {
      JsonObject object = new JsonObject();
      object.addProperty("file", source.name());
      object.addProperty("result", task.done);
      if (!output.isEmpty()) {
        object.addProperty("output", output);
      }
      object.addProperty("original", original.count());
      object.addProperty("archive", archive.count());
      object.addProperty("seconds", seconds);
      if (output.equals("standard output")) {
        host.err().println(object);
      } else {
        reporter.print(object + "\n");
      }
      return;
    }
    if (settings.verbose() || host.terminals().err()) {
      reporter.note(
          source.name(),
          String.format(
              Locale.ROOT,
              "%s%s: %,d bytes, archive %,d bytes (%.1f %%), %s",
              task.done,
              output.isEmpty() ? "" : " to " + output,
              original.count(),
              archive.count(),
              original.count() == 0 ? 100.0 : 100.0 * archive.count() / original.count(),
              Reporter.rate(original.count() / seconds)));
    }
  }

  /** In seconds. */
  private static double since(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }

  /** With a name even where it was {@code .} or {@code ..}. */
  private static Path plain(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static String name(Path path) {
    return path.getFileName() == null ? "" : path.getFileName().toString();
  }

  private static InputStream buffered(InputStream in) {
    return new BufferedInputStream(in, BUFFER);
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      out.write(buffer, 0, read);
    }
  }
}
