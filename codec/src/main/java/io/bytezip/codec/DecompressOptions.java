package io.bytezip.codec;

/**
 * How to decompress. Immutable; start from {@link #DEFAULTS}. The result never depends on it.
 *
 * @param threads how many threads advance lanes, at least 1
 * @param progress told about progress
 */
public record DecompressOptions(int threads, Progress.Listener progress) {
  /** One thread. */
  public static final DecompressOptions DEFAULTS = new DecompressOptions(1, progress -> {});

  /** Checks the range. */
  public DecompressOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be 1 or more: " + threads);
    }
  }

  /** The same with another number of threads. */
  public DecompressOptions withThreads(int value) {
    return new DecompressOptions(value, progress);
  }

  /** The same with another listener. */
  public DecompressOptions withProgress(Progress.Listener value) {
    return new DecompressOptions(threads, value);
  }
}
