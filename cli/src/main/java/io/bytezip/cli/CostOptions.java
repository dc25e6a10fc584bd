package io.bytezip.cli;

import java.util.OptionalLong;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the commands that tell where the bits go. */
final class CostOptions {
  @Option(
      names = "--length",
      paramLabel = "N",
      description =
          "Only the first N bytes, as if the file ended there; of an archive, the blocks that hold"
              + " them.")
  Long length;

  @Mixin LevelOptions level = new LevelOptions();

  OptionalLong length() throws UsageException {
    if (length != null && length < 1) {
      throw new UsageException("--length: 1 byte or more");
    }
    return length == null ? OptionalLong.empty() : OptionalLong.of(length);
  }

  Settings settings(GeneralOptions general) throws UsageException {
    CompressionOptions compression = new CompressionOptions();
    compression.level = level;
    return Settings.of(general, new OutputOptions(), compression);
  }
}
