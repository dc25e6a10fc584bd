package io.bytezip.train.data;

/**
 * How a pack is made.
 *
 * @param xz whether shards are compressed
 * @param strict whether a file that can't be read is an error; else it is left out, with a note
 * @param threads that decode files
 * @param shardBytes size of a shard before compression, about
 */
public record PackOptions(boolean xz, boolean strict, int threads, long shardBytes) {
  private static final long SHARD_BYTES = 1 << 26;

  /** The usual size of shards. */
  public PackOptions(boolean xz, boolean strict, int threads) {
    this(xz, strict, threads, SHARD_BYTES);
  }

  /** Plain shards, broken files left out, one thread. */
  public static PackOptions defaults() {
    return new PackOptions(false, false, 1);
  }
}
