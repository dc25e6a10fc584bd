package io.bytezip.eval;

import java.io.IOException;
import java.util.OptionalLong;

/** Another compressor to stand beside. */
interface Baseline {
  /** What the column is called. */
  String name();

  /** Program, version and settings. */
  String description();

  /**
   * The compressed size in bytes, or empty where the compressor does not read such content.
   *
   * @throws IOException when it failed
   */
  OptionalLong size(Subject subject) throws IOException;
}
