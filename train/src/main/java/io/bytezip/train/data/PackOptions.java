package io.bytezip.train.data;

/**
 * How a pack is made; none of this changes the symbols.
 *
 * @param xz whether shards are compressed
 * @param strict whether a file that can't be read is an error; else it is left out, with a note
 * @param threads that decode files
 */
public record PackOptions(boolean xz, boolean strict, int threads) {
  /** Plain shards, broken files left out, one thread. */
  public static PackOptions defaults() {
    return new PackOptions(false, false, 1);
  }
}
