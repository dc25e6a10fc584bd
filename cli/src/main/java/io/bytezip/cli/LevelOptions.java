package io.bytezip.cli;

import io.bytezip.codec.CompressOptions;
import io.bytezip.codec.CompressOptions.Profile;
import java.util.Locale;
import picocli.CommandLine.Option;

/** How hard compression tries. */
final class LevelOptions {
  /** The last of several; 0: none. */
  private int level;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "mixed: a transformer and models that learn from the file (default, as -6); frozen: the"
              + " transformer alone; adaptive: without a transformer (as -4).")
  Profile profile;

  @Option(
      names = {"-1", "--fast"},
      description = "Fastest: few models that learn from the file, no transformer.")
  void one(boolean chosen) {
    level = 1;
  }

  @Option(names = "-2", description = "More of them for bytes.")
  void two(boolean chosen) {
    level = 2;
  }

  @Option(names = "-3", description = "Still more.")
  void three(boolean chosen) {
    level = 3;
  }

  @Option(names = "-4", description = "All models that learn from the file.")
  void four(boolean chosen) {
    level = 4;
  }

  @Option(names = "-5", description = "Also a small transformer, where it saves 3 %% on a sample.")
  void five(boolean chosen) {
    level = 5;
  }

  @Option(
      names = "-6",
      description =
          "A transformer wherever it helps, models that learn alone otherwise; the default.")
  void six(boolean chosen) {
    level = 6;
  }

  @Option(names = "-7", description = "In runs (lanes) of twice the length, by the largest model.")
  void seven(boolean chosen) {
    level = 7;
  }

  @Option(names = "-8", description = "In still longer runs.")
  void eight(boolean chosen) {
    level = 8;
  }

  @Option(
      names = {"-9", "--best"},
      description = "Smallest: a segment is one run, and everything is tried on all of it.")
  void nine(boolean chosen) {
    level = 9;
  }

  /** These options with what was asked for. */
  CompressOptions apply(CompressOptions options) throws UsageException {
    if (level == 0) {
      return options.withProfile(profile == null ? Profile.MIXED : profile);
    }
    CompressOptions with = options.withLevel(level);
    if (profile != null && profile != with.profile()) {
      throw new UsageException(
          "-"
              + level
              + " means --profile "
              + with.profile().name().toLowerCase(Locale.ROOT)
              + ", not "
              + profile.name().toLowerCase(Locale.ROOT));
    }
    return with;
  }
}
