package io.bytezip.modalities.deflate;

import io.bytezip.modalities.MalformedRecipeException;
import java.util.List;

/**
 * What zlib's {@code deflateInit2} was told.
 *
 * @param level 1 to 9
 * @param memLevel 1 to 9: blocks of 2^(memLevel + 6) - 1 symbols, hashes of memLevel + 7 bits
 * @param windowBits 9 to 15
 */
public record DeflateSettings(int level, int memLevel, Strategy strategy, int windowBits) {
  /** In the order of their codes in a recipe. */
  public static final List<Strategy> STRATEGIES = List.of(Strategy.values());

  /** zlib's strategies, but for the one that always uses the fixed codes. */
  public enum Strategy {
    DEFAULT,
    FILTERED,
    HUFFMAN_ONLY,
    RLE
  }

  /** Refuses numbers out of range. */
  public DeflateSettings {
    if (!valid(level, memLevel, windowBits)) {
      throw new IllegalArgumentException("deflate settings out of range");
    }
  }

  private static boolean valid(int level, int memLevel, int windowBits) {
    return level >= 1
        && level <= 9
        && memLevel >= 1
        && memLevel <= 9
        && windowBits >= 9
        && windowBits <= 15;
  }

  /** The same for untrusted numbers. */
  public static DeflateSettings checked(int level, int memLevel, Strategy strategy, int windowBits)
      throws MalformedRecipeException {
    if (!valid(level, memLevel, windowBits)) {
      throw new MalformedRecipeException("deflate settings out of range");
    }
    return new DeflateSettings(level, memLevel, strategy, windowBits);
  }
}
