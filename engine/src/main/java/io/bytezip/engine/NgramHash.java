package io.bytezip.engine;

/**
 * Rows of the hashed n-gram tables: h = 0; for each symbol b, oldest first: h = (h + b + 1) *
 * 0x9E3779B97F4A7C15 modulo 2^64; the row is made of the highest bits (multiplicative hashing,
 * Knuth, The Art of Computer Programming 3, section 6.4). Symbols are 0..255, or 256 for those
 * before the lane's start.
 */
public final class NgramHash {
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private NgramHash() {}

  /** The hash of a further symbol; start with 0. */
  public static long add(long hash, int symbol) {
    return (hash + symbol + 1) * MULTIPLIER;
  }

  /**
   * The row, of a table with {@code rows} rows (a power of two, at least 2), to which a hash
   * belongs.
   */
  public static int row(long hash, int rows) {
    return (int) (hash >>> (Long.SIZE - Integer.numberOfTrailingZeros(rows)));
  }

  /**
   * The row for the last {@code order} symbols of a history.
   *
   * @param symbols the history, one symbol an element, 0..255 or 256
   * @param end index after the newest symbol; symbols before index 0 count as 256
   */
  public static int row(int[] symbols, int end, int order, int rows) {
    long hash = 0;
    for (int i = end - order; i < end; i++) {
      hash = add(hash, i < 0 ? 256 : symbols[i]);
    }
    return row(hash, rows);
  }
}
