package io.bytezip.modalities.deflate;

/**
 * How a deflate stream is made again.
 *
 * @param settings of the pinned zlib
 * @param corrections where the stream differs from the one that those settings make; empty if it
 *     doesn't
 */
public record Recreation(DeflateSettings settings, byte[] corrections) {
  /** Whether the pinned zlib makes that very stream. */
  public boolean exact() {
    return corrections.length == 0;
  }
}
