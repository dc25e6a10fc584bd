package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;

/** Transforms, by themselves. */
public final class Transforms {
  private static final int MOST = 1 << 26;

  private Transforms() {}

  /** What the transform makes of these bytes. */
  public static byte[] apply(Transform transform, byte[] input) throws MalformedRecipeException {
    RecipeOutput out = new RecipeOutput(MOST, 1024);
    transform.apply(input, out);
    return out.release();
  }
}
