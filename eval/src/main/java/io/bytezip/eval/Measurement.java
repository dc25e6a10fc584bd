package io.bytezip.eval;

import java.util.List;

/**
 * One compressor on one file.
 *
 * @param bytes the compressed file, its container included, weights not
 * @param compressSeconds wall time to compress
 * @param decompressSeconds wall time to decompress; NaN when that was not measured
 * @param peakBytes the most memory that was resident at once in either direction; 0 when that was
 *     not measured
 * @param models the models that coded it; empty when none won or nobody asked
 */
public record Measurement(
    long bytes,
    double compressSeconds,
    double decompressSeconds,
    long peakBytes,
    List<ModelUse> models) {
  /** Copies the list. */
  public Measurement {
    models = List.copyOf(models);
  }
}
