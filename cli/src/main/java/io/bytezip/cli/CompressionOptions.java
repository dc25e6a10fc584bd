package io.bytezip.cli;

import io.bytezip.codec.CompressOptions.Profile;
import picocli.CommandLine.Option;

/** Options of compression alone. */
final class CompressionOptions {
  @Option(
      names = "--verify",
      description =
          "Decode the archive again and compare, before it gets its name; --rm implies it.")
  boolean verify;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "mixed: a transformer and models that learn from the file (default); frozen: the"
              + " transformer alone; adaptive: without a transformer.")
  Profile profile = Profile.MIXED;

  @Option(
      names = {"-1", "-2", "-3", "-4", "-5", "-6", "-7", "-8", "-9", "--fast", "--best"},
      description = "Accepted; all levels are equal for now.")
  boolean[] level;
}
