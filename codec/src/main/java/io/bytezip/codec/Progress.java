package io.bytezip.codec;

/**
 * How far a stream has come.
 *
 * @param original bytes of the original that are done; within a block, its share by the symbols
 *     coded so far
 * @param archive bytes of the archive that were written or read
 * @param modelled symbols that went through a model so far
 * @param modelRate symbols a second through the model, over all of them; 0 before it is known. An
 *     estimate for a whole file is its remaining bytes over this rate
 */
public record Progress(long original, long archive, long modelled, double modelRate) {
  /** Told about progress, a few times a second at most, from the thread that uses the stream. */
  @FunctionalInterface
  public interface Listener {
    /** Takes the latest state. */
    void progress(Progress progress);
  }
}
