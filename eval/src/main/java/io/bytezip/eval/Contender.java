package io.bytezip.eval;

import java.io.IOException;
import java.util.Optional;

/** A compressor to measure, bytezip or another. */
interface Contender {
  /** What its column is called. */
  String name();

  /** Program, version and settings. */
  String description();

  /**
   * Compresses once.
   *
   * @param back whether to decompress as well, where the compressor can
   * @return empty where the compressor does not read such content
   * @throws MismatchException when what came back is not the input
   * @throws IOException when it failed
   */
  Optional<Measurement> measure(Subject subject, boolean back) throws IOException;
}
