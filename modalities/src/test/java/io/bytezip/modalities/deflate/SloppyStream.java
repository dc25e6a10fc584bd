package io.bytezip.modalities.deflate;

import io.bytezip.modalities.MalformedRecipeException;
import io.bytezip.modalities.deflate.DeflateSettings.Strategy;
import java.io.ByteArrayOutputStream;
import java.util.Random;

/** An encoder that mostly does what zlib's level 6 does, but not every 20th time. */
final class SloppyStream {
  private static final int TOKENS = 20_000;

  private SloppyStream() {}

  static byte[] of(byte[] data, Random random) throws MalformedRecipeException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DeflateBits bits =
        new DeflateBits(
            (bytes, length) -> {
              out.write(bytes, 0, length);
              return true;
            });
    MatchRules rules = MatchRules.of(new DeflateSettings(6, 8, Strategy.DEFAULT, 15), 0);
    TokenPredictor predictor = new TokenPredictor(rules, data, data.length);
    DeflateBlock block = new DeflateBlock();
    int start = 0;
    while (predictor.position() < data.length) {
      int token = predictor.predict(data.length);
      if (random.nextInt(20) == 0) {
        token = other(token, random);
      }
      block.add(token, data[predictor.position()]);
      predictor.accept(token, data.length);
      boolean last = predictor.position() == data.length;
      if (last || block.count() == TOKENS) {
        block.write(bits, block.shape(predictor.position() - start, false), data, start, last);
        block.clear();
        start = predictor.position();
      }
    }
    bits.finish(0);
    return out.toByteArray();
  }

  private static int other(int token, Random random) {
    int length = Token.length(token);
    if (length > DeflateCodes.MIN_MATCH && random.nextBoolean()) {
      return Token.match(Token.distance(token), length - 1);
    }
    return Token.LITERAL;
  }
}
