package io.bytezip.codec;

/** Adds up progress and tells the listener, at most ten times a second. */
final class Meter {
  private static final long INTERVAL = 100_000_000L;

  private final Progress.Listener listener;
  private long told = System.nanoTime() - INTERVAL;
  private long original;
  private long archive;
  private long modelled;
  private long modelNanos;

  private long blockLength;
  private long blockSymbols = 1;
  private long blockDone;

  Meter(Progress.Listener listener) {
    this.listener = listener;
  }

  /** A block of so many original bytes, whose segments have so many, begins. */
  void begin(long length, long symbols) {
    blockLength = length;
    blockSymbols = Math.max(1, symbols);
    blockDone = 0;
  }

  /** So many bytes of the block's segments are done. */
  void done(long symbols) {
    blockDone = symbols;
    tell(false);
  }

  /** So many symbols went through a model in so many nanoseconds. */
  void modelled(long symbols, long nanos) {
    modelled += symbols;
    modelNanos += nanos;
  }

  /** The block has ended; the archive stands at so many bytes. */
  void end(long archive) {
    this.archive = archive;
    original += blockLength;
    begin(0, 0);
    tell(true);
  }

  private void tell(boolean always) {
    long now = System.nanoTime();
    if (!always && now - told < INTERVAL) {
      return;
    }
    told = now;
    long share = (long) ((double) blockLength * blockDone / blockSymbols);
    double rate = modelNanos == 0 ? 0 : modelled * 1e9 / modelNanos;
    listener.progress(
        new Progress(original + Math.min(share, blockLength), archive, modelled, rate));
  }
}
