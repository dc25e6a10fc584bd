package io.bytezip.eval;

import java.util.List;

/**
 * One compressor over those files of a group that it reads. Every ratio is compressed size by raw
 * size, both summed over these files.
 *
 * @param files how many these are, one or more
 * @param rawBytes bytes that were compressed
 * @param payloadBytes of these, the pixels or samples alone; of other files, all
 * @param bytes compressed bytes, weights not counted
 * @param compressSeconds wall time to compress them all
 * @param decompressSeconds wall time to decompress them all; NaN when that was not measured
 * @param peakBytes the most memory for one of them; 0 when that was not measured
 * @param models the models used, each once
 */
public record Sum(
    int files,
    long rawBytes,
    long payloadBytes,
    long bytes,
    double compressSeconds,
    double decompressSeconds,
    long peakBytes,
    List<ModelUse> models) {
  /** Bytes at which the weights' share is stated as well. */
  public static final double GIGABYTE = 1e9;

  /** Compressed by raw bytes, weights not counted. */
  public double ratio() {
    return (double) bytes / rawBytes;
  }

  /**
   * Compressed bits for each byte of payload (each 8-bit sub-pixel, each byte of a sample), weights
   * not counted.
   */
  public double bitsPerByte() {
    return 8.0 * bytes / payloadBytes;
  }

  /** Thousands of raw bytes compressed a second. */
  public double compressRate() {
    return rawBytes / 1e3 / compressSeconds;
  }

  /** Thousands of raw bytes decompressed a second; NaN when that was not measured. */
  public double decompressRate() {
    return rawBytes / 1e3 / decompressSeconds;
  }

  /** Bytes of the weights used, each model once, as float16. */
  public long weightBytes() {
    return models.stream().mapToLong(ModelUse::weightBytes).sum();
  }

  /**
   * Archives and weights by raw bytes: what it would take to send these files to somebody without
   * the models.
   */
  public double adjustedRatio() {
    return (double) (bytes + weightBytes()) / rawBytes;
  }

  /** The same if there were 10^9 raw bytes that compress as these do. */
  public double adjustedRatioAtGigabyte() {
    return ratio() + weightBytes() / GIGABYTE;
  }
}
