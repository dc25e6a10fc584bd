package io.bytezip.modalities.deflate;

import io.bytezip.modalities.MalformedRecipeException;

/** Codes bits, most of which are 0, each in a context. */
@FunctionalInterface
interface BitCoder {
  /**
   * Writes a bit or reads one.
   *
   * @param bit what is written; without meaning when reading
   * @return the bit
   * @throws MalformedRecipeException if there is none left to be read
   */
  int bit(int context, int bit) throws MalformedRecipeException;
}
