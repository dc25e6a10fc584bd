package io.bytezip.modalities.deflate;

import io.bytezip.modalities.MalformedRecipeException;
import java.util.Arrays;

/** Makes deflate streams again that {@link DeflateAnalyser} took apart. */
public final class DeflateRestorer {
  private DeflateRestorer() {}

  /**
   * Writes a stream to a sink.
   *
   * <p>Time: some 800 comparisons a plain byte at most, and 2^25 more. Memory: four bytes for each
   * plain byte of a block, and one MiB; with {@code from} above 0, the plain bytes once more.
   *
   * @param plain what the stream inflates to, from {@code from} on
   * @throws MalformedRecipeException if the corrections don't fit, or the sink refuses
   */
  public static void restore(
      byte[] plain, int from, int length, Recreation recreation, DeflateSink sink)
      throws MalformedRecipeException {
    byte[] data = from == 0 ? plain : Arrays.copyOfRange(plain, from, from + length);
    byte[] corrections = recreation.corrections();
    if (recreation.exact()) {
      MatchRules rules = MatchRules.of(recreation.settings(), 0);
      CorrectedDeflate.restore(rules, data, length, (context, bit) -> 0, sink);
      return;
    }
    MatchRules rules = MatchRules.of(recreation.settings(), corrections[0]);
    BitDecoder coder = new BitDecoder(Contexts.COUNT, corrections, 1);
    CorrectedDeflate.restore(rules, data, length, coder, sink);
    if (!coder.finished()) {
      throw new MalformedRecipeException("more corrections than the stream has use for");
    }
  }
}
