package io.bytezip.eval;

import io.bytezip.codec.ModelId;
import io.bytezip.codec.mix.MixerStarts;
import java.util.Optional;

/**
 * Something trained ahead of time whose weights count.
 *
 * @param id what archives call it; empty for what the program itself holds
 * @param name what people call it
 * @param parameters how many numbers it has
 */
public record ModelUse(Optional<ModelId> id, String name, long parameters) {
  /** What mixers without a transformer begin with, of all kinds of data. */
  static ModelUse programStart() {
    return new ModelUse(
        Optional.empty(), "start of the program", MixerStarts.program().parameters());
  }

  /**
   * Two bytes a parameter, float16, by which the field compares models; a file of 8-bit integers is
   * half as large.
   */
  public long weightBytes() {
    return 2 * parameters;
  }
}
