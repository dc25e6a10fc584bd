package io.bytezip.codec;

/** Adds up progress and tells the listener, at most ten times a second. */
final class Meter {
  private static final long INTERVAL = 100_000_000L;

  private final Progress.Listener listener;
  private long told = System.nanoTime() - INTERVAL;
  private long original;
  private long archive;
  private long reached;

  /** Of the segments before, and of the one at hand. */
  private long modelled;

  private long modelNanos;
  private boolean modelling;
  private long segmentSymbols;
  private long segmentStart;

  private long blockLength;
  private long blockSymbols = 1;
  private long blockDone;
  private RuntimeException thrown;

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

  /** A segment begins to go through a model. */
  void beginModel() {
    modelling = true;
    segmentSymbols = 0;
    segmentStart = System.nanoTime();
  }

  /** So many symbols of the segment went through it, after so many other bytes of the block. */
  void modelled(long before, long symbols) {
    segmentSymbols = symbols;
    done(before + symbols);
  }

  /** The segment is through, or given up. */
  void endModel() {
    modelled += segmentSymbols;
    modelNanos += System.nanoTime() - segmentStart;
    modelling = false;
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
    // What is tried and given up counts again when something else is tried.
    reached = Math.max(reached, original + Math.min(share, blockLength));
    long symbols = modelled + (modelling ? segmentSymbols : 0);
    long nanos = modelNanos + (modelling ? now - segmentStart : 0);
    double rate = nanos == 0 ? 0 : symbols * 1e9 / nanos;
    try {
      listener.progress(new Progress(reached, archive, symbols, rate));
    } catch (RuntimeException e) {
      thrown = e;
      throw e;
    }
  }

  /** What the listener threw; null if it did not. */
  RuntimeException thrown() {
    return thrown;
  }
}
