package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;

/** Packs codes into bytes. */
final class LzwBits {
  private final boolean highFirst;
  private final RecipeOutput out;
  private int held;
  private int count;

  LzwBits(boolean highFirst, RecipeOutput out) {
    this.highFirst = highFirst;
    this.out = out;
  }

  void put(int code, int width) throws MalformedRecipeException {
    held = highFirst ? held << width | code : held | code << count;
    count += width;
    while (count >= 8) {
      count -= 8;
      if (highFirst) {
        out.u8(held >> count);
        held &= (1 << count) - 1;
      } else {
        out.u8(held);
        held >>>= 8;
      }
    }
  }

  /** Fills the last byte with zeros. */
  void finish() throws MalformedRecipeException {
    if (count > 0) {
      out.u8(highFirst ? held << 8 - count : held);
      count = 0;
    }
  }
}
