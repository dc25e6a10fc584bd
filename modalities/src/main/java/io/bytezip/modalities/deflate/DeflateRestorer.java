package io.bytezip.modalities.deflate;

import io.bytezip.modalities.MalformedRecipeException;

/** Makes deflate streams again. */
public final class DeflateRestorer {
  private DeflateRestorer() {}

  /** False if the sink refused. */
  public static boolean restore(
      byte[] plain, int from, int length, Recreation recreation, DeflateSink sink)
      throws MalformedRecipeException {
    if (recreation.corrections().length > 0) {
      throw new MalformedRecipeException("corrections");
    }
    byte[] data = java.util.Arrays.copyOfRange(plain, from, from + length);
    return PinnedDeflate.deflate(recreation.settings(), data, length, sink);
  }
}
