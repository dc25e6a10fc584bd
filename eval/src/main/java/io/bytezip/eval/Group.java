package io.bytezip.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums over some files. Every ratio is compressed size by raw size, both summed over these files.
 *
 * @param label what the files have in common
 * @param results the files, one or more
 */
public record Group(String label, List<FileResult> results) {
  /** Bytes at which the weights' share is stated as well. */
  public static final double GIGABYTE = 1e9;

  /**
   * Another compressor over the files of the group that it reads.
   *
   * @param files how many these are
   * @param rawBytes their raw bytes
   * @param bytes their compressed bytes
   */
  public record Other(int files, long rawBytes, long bytes) {
    /** Compressed size by raw size. */
    public double ratio() {
      return (double) bytes / rawBytes;
    }
  }

  /** Bytes that were compressed. */
  public long rawBytes() {
    return results.stream().mapToLong(FileResult::rawBytes).sum();
  }

  /** Bytes of pixels or samples; of other files, all. */
  public long payloadBytes() {
    return results.stream().mapToLong(FileResult::payloadBytes).sum();
  }

  /** Bytes of the archives, weights not counted. */
  public long archiveBytes() {
    return results.stream().mapToLong(FileResult::archiveBytes).sum();
  }

  /** Archive by raw bytes, weights not counted. */
  public double ratio() {
    return (double) archiveBytes() / rawBytes();
  }

  /**
   * Bits of archive for each byte of payload (each 8-bit sub-pixel, each byte of a sample), weights
   * not counted.
   */
  public double bitsPerByte() {
    return 8.0 * archiveBytes() / payloadBytes();
  }

  /** Thousands of raw bytes compressed a second. */
  public double compressRate() {
    return rawBytes() / 1e3 / results.stream().mapToDouble(FileResult::compressSeconds).sum();
  }

  /** Thousands of raw bytes decompressed a second; infinite when that was not measured. */
  public double decompressRate() {
    return rawBytes() / 1e3 / results.stream().mapToDouble(FileResult::decompressSeconds).sum();
  }

  /** The models used, each once. */
  public List<ModelUse> models() {
    return results.stream().flatMap(result -> result.models().stream()).distinct().toList();
  }

  /** Bytes of the weights used, each model once, two bytes a parameter. */
  public long weightBytes() {
    return models().stream().mapToLong(ModelUse::weightBytes).sum();
  }

  /**
   * Archives and weights by raw bytes: what it would take to send these files to somebody without
   * the models.
   */
  public double adjustedRatio() {
    return (double) (archiveBytes() + weightBytes()) / rawBytes();
  }

  /** The same if there were 10^9 raw bytes that compress as these do. */
  public double adjustedRatioAtGigabyte() {
    return ratio() + weightBytes() / GIGABYTE;
  }

  /** The other compressors that read one of the files at least, in the order given. */
  public Map<String, Other> others(List<String> names) {
    Map<String, Other> others = new LinkedHashMap<>();
    for (String name : names) {
      List<FileResult> read =
          results.stream().filter(result -> result.others().containsKey(name)).toList();
      if (!read.isEmpty()) {
        others.put(
            name,
            new Other(
                read.size(),
                read.stream().mapToLong(FileResult::rawBytes).sum(),
                read.stream().mapToLong(result -> result.others().get(name)).sum()));
      }
    }
    return others;
  }
}
