package io.bytezip.eval;

import io.bytezip.codec.ModelId;

/**
 * A model whose weights count.
 *
 * @param id what archives call it
 * @param name what people call it
 * @param parameters how many numbers it has
 */
public record ModelUse(ModelId id, String name, long parameters) {
  /** Two bytes a parameter, as it is shipped. */
  public long weightBytes() {
    return 2 * parameters;
  }
}
