package io.bytezip.cli;

import io.bytezip.eval.EvalOptions;
import io.bytezip.eval.SampleList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which files a measuring command takes, of a folder. */
final class EvaluationOptions {
  @Option(
      names = "--max-files",
      paramLabel = "N",
      defaultValue = "0",
      description = "At most N files of each modality, evenly spaced; 0, the default, means all.")
  int maxFiles;

  @Option(
      names = "--max-bytes",
      paramLabel = "N",
      defaultValue = "0",
      description = "At most about N raw bytes of each modality; 0, the default, means all.")
  long maxBytes;

  @Option(
      names = "--sample",
      paramLabel = "FILE",
      description =
          "Evaluate the files and pieces that FILE lists: a line 'PATH OFFSET LENGTH' or 'PATH'"
              + " for each, PATH relative to DIR; # begins a comment.")
  String sample;

  @Option(
      names = {"-q", "--quiet"},
      description = "Do not tell the file at hand.")
  boolean quiet;

  @Parameters(paramLabel = "DIR", description = "A folder, or one file.")
  String folder;

  void check() throws UsageException {
    if (maxFiles < 0 || maxBytes < 0) {
      throw new UsageException("--max-files and --max-bytes must not be negative");
    }
    if (sample != null && (maxFiles > 0 || maxBytes > 0)) {
      throw new UsageException("--sample excludes --max-files and --max-bytes");
    }
  }

  /**
   * Which files and pieces, all else by default.
   *
   * @throws IOException when the list can't be read
   */
  EvalOptions files() throws IOException {
    return EvalOptions.DEFAULTS
        .withSample(sample == null ? Optional.empty() : Optional.of(list()))
        .withMaxFiles(maxFiles)
        .withMaxBytes(maxBytes);
  }

  private SampleList list() throws IOException {
    try {
      return SampleList.read(Path.of(sample));
    } catch (IOException e) {
      throw new IOException("--sample " + sample + ": " + Failure.of(e).message(), e);
    }
  }
}
