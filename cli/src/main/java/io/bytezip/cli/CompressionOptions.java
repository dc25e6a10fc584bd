package io.bytezip.cli;

import io.bytezip.codec.CompressOptions;
import io.bytezip.modalities.format.RawFormat;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of compression alone. */
final class CompressionOptions {
  @Option(
      names = "--verify",
      description =
          "Decode the archive again and compare, before it gets its name; --rm implies it.")
  boolean verify;

  @Option(
      names = "--as",
      paramLabel = "KIND",
      description =
          "The files have no header and are KIND: " + RawFormat.SYNTAX + ". Else it is found out.")
  String as;

  @Mixin LevelOptions level = new LevelOptions();

  /** These options with what was asked for. */
  CompressOptions apply(CompressOptions options) throws UsageException {
    CompressOptions with = level.apply(options);
    try {
      return as == null ? with : with.withRaw(RawFormat.of(as));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--as: " + e.getMessage());
    }
  }
}
