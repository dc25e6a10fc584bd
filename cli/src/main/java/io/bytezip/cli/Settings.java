package io.bytezip.cli;

import io.bytezip.codec.CompressOptions;
import java.util.Optional;

/**
 * What the command line asks for, checked.
 *
 * @param verbose say more
 * @param quiet say nothing but errors
 * @param json report as JSON
 * @param threads at least 1
 * @param model name, path or hash prefix of a model
 * @param remove remove the input afterwards
 * @param force overwrite, follow links, write to a terminal
 * @param verify decode the archive again and compare
 * @param compress level and profile of compression
 * @param output file to write to, or {@code -}; empty: by the input's name
 */
record Settings(
    boolean verbose,
    boolean quiet,
    boolean json,
    int threads,
    Optional<String> model,
    boolean remove,
    boolean force,
    boolean verify,
    CompressOptions compress,
    Optional<String> output) {

  /** More than any machine has cores that would help; each costs memory. */
  private static final int MAX_THREADS = 1024;

  /** Of a command that writes nothing. */
  static Settings of(GeneralOptions general) throws UsageException {
    return of(general, new OutputOptions(), new CompressionOptions());
  }

  static Settings of(GeneralOptions general, OutputOptions output, CompressionOptions compression)
      throws UsageException {
    if (general.threads < 0) {
      throw new UsageException("-T: the number of threads must not be negative");
    }
    if ("".equals(output.output)) {
      throw new UsageException("-o: an empty file name");
    }
    if (output.stdout && output.output != null && !output.output.equals("-")) {
      throw new UsageException("-c and -o exclude each other");
    }
    Optional<String> target = output.stdout ? Optional.of("-") : Optional.ofNullable(output.output);
    if (output.remove && output.keep) {
      throw new UsageException("--rm and -k exclude each other");
    }
    if (target.equals(Optional.of("-")) && (output.remove || compression.verify)) {
      throw new UsageException(
          (output.remove ? "--rm" : "--verify") + " needs a file to write to, not standard output");
    }
    return new Settings(
        general.verbose,
        general.quiet,
        general.json,
        threads(general.threads),
        Optional.ofNullable(general.model),
        output.remove,
        output.force,
        compression.verify || output.remove,
        compression.apply(CompressOptions.DEFAULTS),
        target);
  }

  /** What -T means. */
  static int threads(int asked) {
    return asked == 0 ? Runtime.getRuntime().availableProcessors() : Math.min(asked, MAX_THREADS);
  }

  boolean toStandardOutput() {
    return output.equals(Optional.of("-"));
  }
}
