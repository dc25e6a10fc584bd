package io.bytezip.eval;

import io.bytezip.codec.CompressOptions;
import java.util.List;

/**
 * One way in which bytezip compresses, a column of the report.
 *
 * @param name what its column is called; no two variants share one
 * @param options how it compresses in this process
 * @param arguments the same for the command {@code bytezip compress}, threads aside
 */
public record Variant(String name, CompressOptions options, List<String> arguments) {
  /** Copies the list. */
  public Variant {
    arguments = List.copyOf(arguments);
  }
}
