package io.bytezip.cli;

import io.bytezip.codec.CompressOptions;
import io.bytezip.codec.CompressOptions.Profile;
import java.util.Locale;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How hard compression tries. */
final class LevelOptions {
  @ArgGroup Level level;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "mixed: a transformer and models that learn from the file (default, as -6); frozen: the"
              + " transformer alone; adaptive: without a transformer (as -4).")
  Profile profile;

  /** One of them at most. */
  static final class Level {
    @Option(
        names = {"-1", "--fast"},
        description = "Fastest: few models that learn from the file, no transformer.")
    boolean one;

    @Option(names = "-2", description = "More of them for bytes.")
    boolean two;

    @Option(names = "-3", description = "Still more.")
    boolean three;

    @Option(names = "-4", description = "All models that learn from the file.")
    boolean four;

    @Option(
        names = "-5",
        description = "Also a small transformer, where it saves 3 %% on a sample.")
    boolean five;

    @Option(
        names = "-6",
        description =
            "A transformer wherever it helps, models that learn alone otherwise; the default.")
    boolean six;

    @Option(
        names = "-7",
        description = "In runs (lanes) of twice the length, by the largest model.")
    boolean seven;

    @Option(names = "-8", description = "In still longer runs.")
    boolean eight;

    @Option(
        names = {"-9", "--best"},
        description = "Smallest: a segment is one run, and everything is tried on all of it.")
    boolean nine;

    private int number() {
      boolean[] chosen = {one, two, three, four, five, six, seven, eight, nine};
      int number = 1;
      while (!chosen[number - 1]) {
        number++;
      }
      return number;
    }
  }

  /** These options with what was asked for. */
  CompressOptions apply(CompressOptions options) throws UsageException {
    if (level == null) {
      return options.withProfile(profile == null ? Profile.MIXED : profile);
    }
    CompressOptions with = options.withLevel(level.number());
    if (profile != null && profile != with.profile()) {
      throw new UsageException(
          "-"
              + level.number()
              + " means --profile "
              + with.profile().name().toLowerCase(Locale.ROOT)
              + ", not "
              + profile.name().toLowerCase(Locale.ROOT));
    }
    return with;
  }
}
