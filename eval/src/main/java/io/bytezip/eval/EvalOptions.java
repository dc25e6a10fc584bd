package io.bytezip.eval;

import io.bytezip.codec.CompressOptions;
import java.util.List;
import java.util.Optional;

/**
 * What is evaluated, and how. Immutable; start from {@link #DEFAULTS}.
 *
 * @param variants how bytezip compresses: one way or several side by side
 * @param sample the files and pieces; empty for all files of the folder
 * @param prefixes instead of whole files, their first bytes, so many each time; files of text and
 *     others only, as far as they are long enough; empty for whole files
 * @param maxFiles at most so many files of each modality, evenly spaced over all of them; 0 for all
 * @param maxBytes of each modality, files until so many raw bytes are reached; text and other files
 *     are cut there, of pictures and recordings the last one is still whole; 0 for all
 * @param reference whether the reference programs on the search path are run as well
 * @param launcher bytezip as a process, too; everything is then run in both directions, with time
 *     and memory, and nothing in this process
 * @param verify whether every archive is decoded and compared
 * @param asIs whether pictures and recordings are compressed as the files that they are, and not as
 *     PNM and WAV
 */
public record EvalOptions(
    List<Variant> variants,
    Optional<SampleList> sample,
    List<Integer> prefixes,
    int maxFiles,
    long maxBytes,
    boolean reference,
    Optional<Launcher> launcher,
    boolean verify,
    boolean asIs) {
  /** Everything, with bytezip's defaults, without reference programs. */
  public static final EvalOptions DEFAULTS =
      new EvalOptions(
          List.of(new Variant("bytezip", CompressOptions.DEFAULTS, List.of())),
          Optional.empty(),
          List.of(),
          0,
          0,
          false,
          Optional.empty(),
          false,
          false);

  /** Checks the ranges. */
  public EvalOptions {
    variants = List.copyOf(variants);
    prefixes = List.copyOf(prefixes);
    if (maxFiles < 0 || maxBytes < 0) {
      throw new IllegalArgumentException("limits must be 0 or more");
    }
    if (prefixes.stream().anyMatch(prefix -> prefix < 1)) {
      throw new IllegalArgumentException("prefixes must be 1 or more");
    }
    if (variants.isEmpty()
        || variants.stream().map(Variant::name).distinct().count() < variants.size()) {
      throw new IllegalArgumentException("there must be variants, each with a name of its own");
    }
  }

  /** The same with other ways to compress. */
  public EvalOptions withVariants(List<Variant> value) {
    return new EvalOptions(
        value, sample, prefixes, maxFiles, maxBytes, reference, launcher, verify, asIs);
  }

  /** The same with a list of files and pieces. */
  public EvalOptions withSample(Optional<SampleList> value) {
    return new EvalOptions(
        variants, value, prefixes, maxFiles, maxBytes, reference, launcher, verify, asIs);
  }

  /** The same with other prefixes. */
  public EvalOptions withPrefixes(List<Integer> value) {
    return new EvalOptions(
        variants, sample, value, maxFiles, maxBytes, reference, launcher, verify, asIs);
  }

  /** The same with another number of files. */
  public EvalOptions withMaxFiles(int value) {
    return new EvalOptions(
        variants, sample, prefixes, value, maxBytes, reference, launcher, verify, asIs);
  }

  /** The same with another number of bytes. */
  public EvalOptions withMaxBytes(long value) {
    return new EvalOptions(
        variants, sample, prefixes, maxFiles, value, reference, launcher, verify, asIs);
  }

  /** The same with or without reference programs. */
  public EvalOptions withReference(boolean value) {
    return new EvalOptions(
        variants, sample, prefixes, maxFiles, maxBytes, value, launcher, verify, asIs);
  }

  /** The same as processes, or in this process. */
  public EvalOptions withLauncher(Optional<Launcher> value) {
    return new EvalOptions(
        variants, sample, prefixes, maxFiles, maxBytes, reference, value, verify, asIs);
  }

  /** The same with or without decoding. */
  public EvalOptions withVerify(boolean value) {
    return new EvalOptions(
        variants, sample, prefixes, maxFiles, maxBytes, reference, launcher, value, asIs);
  }

  /** The same with pictures and recordings as they are, or decoded. */
  public EvalOptions withAsIs(boolean value) {
    return new EvalOptions(
        variants, sample, prefixes, maxFiles, maxBytes, reference, launcher, verify, value);
  }
}
