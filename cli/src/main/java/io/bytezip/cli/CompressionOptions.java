package io.bytezip.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of compression alone. */
final class CompressionOptions {
  @Option(
      names = "--verify",
      description =
          "Decode the archive again and compare, before it gets its name; --rm implies it.")
  boolean verify;

  @Mixin LevelOptions level = new LevelOptions();
}
