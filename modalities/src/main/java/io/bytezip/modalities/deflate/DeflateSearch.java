package io.bytezip.modalities.deflate;

import io.bytezip.modalities.deflate.DeflateSettings.Strategy;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the settings under which {@link PinnedDeflate} makes a given stream. A wrong candidate
 * mostly costs one block (some 16,000 symbols), since it is dropped at the first byte that differs.
 */
final class DeflateSearch {
  private static final int[] MEM_LEVELS = {8, 9};

  /**
   * Levels for each value of the header's two level bits: those that zlib writes them for, then the
   * others.
   */
  private static final int[][] LEVELS = {
    {1, 2, 6, 9, 8, 7, 5, 4, 3},
    {3, 4, 5, 2, 6, 9, 8, 7, 1},
    {6, 5, 9, 8, 7, 4, 3, 2, 1},
    {9, 8, 7, 6, 5, 4, 3, 2, 1},
  };

  private DeflateSearch() {}

  /**
   * Searches.
   *
   * @param data what the stream inflates to
   * @param zlib a zlib stream: two bytes of header, a deflate stream, four bytes of checksum
   * @param filtered whether the encoder probably chose the strategy for filtered data
   * @return the settings, or null if there are none
   */
  static DeflateSettings find(byte[] data, byte[] zlib, boolean filtered) {
    for (DeflateSettings settings : candidates(zlib[0] & 255, zlib[1] & 255, filtered)) {
      Comparison comparison = new Comparison(zlib);
      if (PinnedDeflate.deflate(settings, data, data.length, comparison)
          && comparison.position == zlib.length - 4) {
        return settings;
      }
    }
    return null;
  }

  private static Set<DeflateSettings> candidates(int method, int flags, boolean filtered) {
    int windowBits = Math.clamp((method >> 4) + 8, 9, 15);
    List<Strategy> strategies =
        filtered
            ? List.of(Strategy.FILTERED, Strategy.DEFAULT)
            : List.of(Strategy.DEFAULT, Strategy.FILTERED);
    Set<DeflateSettings> candidates = new LinkedHashSet<>();
    // An encoder may write a smaller window into the header of a small picture than it used.
    for (int window : new int[] {windowBits, 15}) {
      for (int memLevel : MEM_LEVELS) {
        for (Strategy strategy : strategies) {
          for (int level : LEVELS[flags >> 6]) {
            // The fast levels don't tell these strategies apart.
            Strategy effective = level < 4 ? Strategy.DEFAULT : strategy;
            candidates.add(new DeflateSettings(level, memLevel, effective, window));
          }
        }
        candidates.add(new DeflateSettings(6, memLevel, Strategy.RLE, window));
        candidates.add(new DeflateSettings(6, memLevel, Strategy.HUFFMAN_ONLY, window));
      }
    }
    return candidates;
  }

  private static final class Comparison implements DeflateSink {
    private final byte[] expected;
    private int position = 2;

    Comparison(byte[] expected) {
      this.expected = expected;
    }

    @Override
    public boolean accept(byte[] bytes, int length) {
      int end = position + length;
      if (length > expected.length - 4 - position
          || !Arrays.equals(bytes, 0, length, expected, position, end)) {
        return false;
      }
      position = end;
      return true;
    }
  }
}
