package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The coder against the log loss of the probabilities that it is given. */
class LogLossTest {
  private static final int COUNT = 40_000;

  /** Bytes drawn from distributions of every sharpness, from flat to all but certain. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.1, 0.3, 1, 3, 10, 30, 60})
  void withinTwoTenThousandthsAndAThousandthOfABit(double sharpness)
      throws CorruptArchiveException {
    SplittableRandom random = new SplittableRandom(7);
    DecisionEncoder encoder = new DecisionEncoder();
    SymbolTree tree = new SymbolTree();
    int[] symbols = new int[COUNT];
    int[] rotations = new int[COUNT];
    float[][] all = new float[64][];
    for (int i = 0; i < all.length; i++) {
      all[i] = weights(random, sharpness);
    }
    double ideal = 0;
    for (int i = 0; i < COUNT; i++) {
      float[] weights = all[i % all.length];
      double total = 0;
      for (float weight : weights) {
        total += weight;
      }
      symbols[i] = draw(random, weights, total);
      rotations[i] = random.nextInt(256);
      ideal -= Math.log(weights[symbols[i]] / total) / Math.log(2);
      tree.load(weights, 0, rotations[i]);
      tree.code(encoder, (symbols[i] + rotations[i]) & 0xFF);
    }
    byte[] bytes = encoder.finish();
    double allowed = ideal * 1.0002 + COUNT * 0.001 + 16;
    assertTrue(bytes.length * 8.0 <= allowed, bytes.length * 8.0 + " bits for " + ideal);

    DecisionDecoder decoder = new DecisionDecoder(bytes);
    for (int i = 0; i < COUNT; i++) {
      tree.load(all[i % all.length], 0, rotations[i]);
      assertEquals((symbols[i] + rotations[i]) & 0xFF, tree.code(decoder, 0));
    }
    decoder.finish();
  }

  /** Bytes to which the model gives no probability at all, or NaN, are codable. */
  @ParameterizedTest
  @ValueSource(floats = {0, Float.NaN, Float.MIN_VALUE})
  void everythingIsCodable(float unlikely) throws CorruptArchiveException {
    float[] weights = new float[256];
    Arrays.fill(weights, unlikely);
    weights[17] = 1;
    SymbolTree tree = new SymbolTree();
    tree.load(weights, 0, 0);
    DecisionEncoder encoder = new DecisionEncoder();
    for (int i = 0; i < 256; i++) {
      tree.code(encoder, i);
    }
    DecisionDecoder decoder = new DecisionDecoder(encoder.finish());
    for (int i = 0; i < 256; i++) {
      assertEquals(i, tree.code(decoder, 0));
    }
  }

  private static float[] weights(SplittableRandom random, double sharpness) {
    double[] logits = new double[256];
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < 256; i++) {
      logits[i] = -sharpness * Math.log(random.nextDouble(1e-12, 1));
      largest = Math.max(largest, logits[i]);
    }
    float[] weights = new float[256];
    for (int i = 0; i < 256; i++) {
      weights[i] = (float) Math.exp(logits[i] - largest);
    }
    return weights;
  }

  private static int draw(SplittableRandom random, float[] weights, double total) {
    while (true) {
      double left = random.nextDouble(total);
      for (int i = 0; i < 256; i++) {
        left -= weights[i];
        if (left < 0) {
          return i;
        }
      }
    }
  }
}
