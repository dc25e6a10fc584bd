package io.bytezip.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class NgramHashTest {
  /** The formula in unlimited integers. */
  private static int expected(int[] symbols, int rows) {
    BigInteger modulus = BigInteger.TWO.pow(64);
    BigInteger h = BigInteger.ZERO;
    for (int symbol : symbols) {
      h =
          h.add(BigInteger.valueOf(symbol + 1L))
              .multiply(new BigInteger("9E3779B97F4A7C15", 16))
              .mod(modulus);
    }
    return h.divide(modulus.divide(BigInteger.valueOf(rows))).intValueExact();
  }

  @Test
  void isTheFormula() {
    int[] history = {256, 0, 255, 97, 98, 10, 32, 200};
    for (int rows = 2; rows <= 1 << 20; rows *= 2) {
      assertEquals(expected(new int[] {255, 97, 98}, rows), NgramHash.row(history, 5, 3, rows));
      assertEquals(expected(history, rows), NgramHash.row(history, 8, 8, rows));
    }
    assertEquals(
        expected(new int[] {256, 256, 256, 7}, 1 << 17),
        NgramHash.row(new int[] {7}, 1, 4, 1 << 17));
  }

  @Test
  void spreadsNeighbours() {
    boolean[] taken = new boolean[1 << 16];
    int used = 0;
    for (int i = 0; i < 1 << 16; i++) {
      int row = NgramHash.row(new int[] {i >> 8, i & 255, 101}, 3, 3, 1 << 16);
      used += taken[row] ? 0 : 1;
      taken[row] = true;
    }
    assertTrue(used > 38_000, "rows used: " + used);
  }
}
