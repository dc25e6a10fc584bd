package io.bytezip.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sums over some files.
 *
 * @param label what the files have in common
 * @param results the files, one or more
 */
public record Group(String label, List<FileResult> results) {
  /**
   * How one variant stands against the best of some others, which may be another one for each file.
   *
   * @param bytes its bytes
   * @param best the sum of the others' smallest
   * @param beyond files in which it is larger than the best by more than 0.5 % and more than 8
   *     bytes
   */
  public record Margin(long bytes, long best, int beyond) {
    private static final int FREE_BYTES = 8;
    private static final double FREE_SHARE = 0.005;

    /** How much larger it is, as a share of the best; negative where it is smaller. */
    public double excess() {
      return (double) (bytes - best) / best;
    }

    private static boolean isBeyond(long bytes, long best) {
      return bytes - best > Math.max(FREE_BYTES, FREE_SHARE * best);
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

  /** A compressor over the files that it reads; empty where there are none. */
  public Optional<Sum> sum(String name) {
    List<FileResult> read =
        results.stream().filter(result -> result.measurements().containsKey(name)).toList();
    if (read.isEmpty()) {
      return Optional.empty();
    }
    List<Measurement> measured =
        read.stream().map(result -> result.measurements().get(name)).toList();
    return Optional.of(
        new Sum(
            read.size(),
            read.stream().mapToLong(FileResult::rawBytes).sum(),
            read.stream().mapToLong(FileResult::payloadBytes).sum(),
            measured.stream().mapToLong(Measurement::bytes).sum(),
            measured.stream().mapToDouble(Measurement::compressSeconds).sum(),
            measured.stream().mapToDouble(Measurement::decompressSeconds).sum(),
            measured.stream().mapToLong(Measurement::peakBytes).max().orElseThrow(),
            measured.stream().flatMap(one -> one.models().stream()).distinct().toList()));
  }

  /** The sums of those compressors that read one of the files at least, in the order given. */
  public Map<String, Sum> sums(List<String> names) {
    Map<String, Sum> sums = new LinkedHashMap<>();
    names.forEach(name -> sum(name).ifPresent(sum -> sums.put(name, sum)));
    return sums;
  }

  /**
   * A variant against others, file by file.
   *
   * @param name one that was measured on every file
   * @param others one or more, each measured on every file
   */
  public Margin margin(String name, List<String> others) {
    long bytes = 0;
    long bests = 0;
    int beyond = 0;
    for (FileResult result : results) {
      long own = result.measurements().get(name).bytes();
      long best =
          others.stream()
              .mapToLong(other -> result.measurements().get(other).bytes())
              .min()
              .orElseThrow();
      bytes += own;
      bests += best;
      if (Margin.isBeyond(own, best)) {
        beyond++;
      }
    }
    return new Margin(bytes, bests, beyond);
  }
}
