package io.bytezip.train.data;

import java.util.List;
import java.util.Map;

/**
 * The contents of {@code pack.json}.
 *
 * @param format {@value #FORMAT}
 * @param name of the recipe
 * @param seed of the recipe
 * @param mixture weight of each kind of data that the recipe proposes
 * @param sources where the data come from
 * @param shards the files, in the order that windows count them
 */
public record PackInfo(
    String format,
    String name,
    long seed,
    Map<Modality, Double> mixture,
    List<SourceInfo> sources,
    List<ShardInfo> shards) {
  /** The format that this version writes and reads. */
  public static final String FORMAT = "bytezip pack 1";

  /**
   * What went into a pack from one source.
   *
   * @param name of the source
   * @param modality its kind of data
   * @param split what it is for; validation may have been cut off from it
   * @param layout id of the layout
   * @param version of the layout
   * @param licence of the data
   * @param origin where strangers find it
   * @param files how many files were used
   * @param sha256 of the lines "DIGEST PATH" of these files, sorted by path, each with a newline
   * @param decodedBytes bytes that the files decode to, as far as used
   */
  public record SourceInfo(
      String name,
      Modality modality,
      Split split,
      String layout,
      int version,
      String licence,
      Origin origin,
      int files,
      String sha256,
      long decodedBytes) {}
}
