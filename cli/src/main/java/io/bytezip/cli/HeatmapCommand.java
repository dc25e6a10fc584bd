package io.bytezip.cli;

import io.bytezip.codec.BlockCost;
import io.bytezip.codec.SegmentCost;
import io.bytezip.eval.CostPage;
import io.bytezip.eval.CostPicture;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bytezip heatmap}. */
@Command(
    name = "heatmap",
    description = {
      "Show where the bits go. FILE.png has one picture, of the largest segment or of the one that"
          + " --segment names: the pixels of an image by what they take, a sound's samples over"
          + " time, of anything else a pixel a byte. FILE.html has all segments, text as characters"
          + " on colours, up to 1 MiB of it.",
      "",
      "A file that is no archive is compressed for it; an archive is decoded.",
      ""
    })
final class HeatmapCommand implements Callable<ExitCode> {
  private final Host host;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The picture or page to write; its name ends with .png or .html.")
  String output;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite it.")
  boolean force;

  @Option(
      names = "--segment",
      paramLabel = "N",
      description = "The segment that a picture shows, as numbered by inspect.")
  Integer segment;

  @Option(
      names = "--max",
      paramLabel = "BITS",
      description =
          "Bits a pixel, or byte, at the end of a picture's scale; otherwise what 99 %% of them"
              + " stay below.")
  Double max;

  @Mixin CostOptions cost;
  @Mixin GeneralOptions general;

  @Parameters(paramLabel = "FILE", description = "A file or an archive; - is standard input.")
  String file;

  HeatmapCommand(Host host) {
    this.host = host;
  }

  @Override
  public ExitCode call() throws UsageException {
    String suffix = output.substring(output.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    boolean page = suffix.equals("html") || suffix.equals("htm");
    if (!page && !suffix.equals("png")) {
      throw new UsageException("-o: the name of the picture ends with .png or .html");
    }
    if (page && segment != null) {
      throw new UsageException("--segment is for a .png; a page shows all segments");
    }
    if (segment != null && segment < 0) {
      throw new UsageException("--segment: the first is 0");
    }
    if (max != null && !(max > 0 && max <= 1e6)) {
      throw new UsageException("--max: a number above 0");
    }
    if (general.json) {
      throw new UsageException("--json: inspect has figures, this draws");
    }
    Settings settings = cost.settings(general);
    Reporter reporter = new Reporter(host, settings.quiet());
    Models models = new Models(host, settings.model());
    CostReading reading = new CostReading(host, settings, cost.length(), models, reporter);
    try {
      Optional<Source> source = reading.source(file);
      if (source.isPresent()) {
        draw(source.get(), reading, page, reporter);
      }
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      reporter.fail(file.equals("-") ? Source.STANDARD_INPUT.name() : file, e);
    } catch (LinkageError | InternalError e) {
      // A Java without graphics.
      reporter.fail(file, new IOException("this Java cannot draw: " + e));
    }
    return reporter.worst();
  }

  private void draw(Source source, CostReading reading, boolean page, Reporter reporter)
      throws IOException {
    Path target = Path.of(output);
    if (source.isRegular()
        && Files.exists(target)
        && Files.isSameFile(source.path().orElseThrow(), target)) {
      throw new IOException("input and output are the same file");
    }
    try (Replacement replacement = new Replacement(target, force, false, host.temporaries())) {
      CostReading.Result result =
          page
              ? page(source, reading, replacement.out())
              : picture(source, reading, replacement.out());
      replacement.sync();
      replacement.publish(Optional.empty(), Optional.empty());
      if (!result.complete()) {
        reporter.note(
            source.name(),
            "only the first " + Reporter.count(result.sum().original()) + " bytes are shown");
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private CostReading.Result picture(Source source, CostReading reading, OutputStream out)
      throws IOException {
    CostPicture picture =
        new CostPicture(
            name(source),
            segment == null ? OptionalInt.empty() : OptionalInt.of(segment),
            max == null ? OptionalDouble.empty() : OptionalDouble.of(max));
    int[] number = {0};
    CostReading.Result result =
        reading.read(
            source,
            block -> {
              for (SegmentCost each : block.segments()) {
                picture.add(number[0]++, each);
              }
              return segment == null || number[0] <= segment;
            });
    if (picture.isEmpty()) {
      throw new IOException(
          segment == null || number[0] == 0
              ? "there is nothing to draw: it is empty"
              : "there is no segment " + segment + ", only 0 to " + (number[0] - 1));
    }
    picture.write(out);
    return result;
  }

  private CostReading.Result page(Source source, CostReading reading, OutputStream out)
      throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    CostPage page =
        new CostPage(
            writer, name(source), max == null ? OptionalDouble.empty() : OptionalDouble.of(max));
    int[] number = {0};
    CostReading.Result result = reading.read(source, block -> add(page, number, block));
    page.finish(result.sum().original(), result.sum().archive(), result.complete());
    writer.flush();
    return result;
  }

  private static boolean add(CostPage page, int[] number, BlockCost block) {
    try {
      for (SegmentCost each : block.segments()) {
        page.add(number[0]++, each);
      }
      return !page.isFull();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the picture calls it. */
  private static String name(Source source) {
    return source.path().map(path -> String.valueOf(path.getFileName())).orElse(source.name());
  }
}
