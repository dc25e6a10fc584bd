package io.bytezip.codec.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bytezip.modalities.Evidence;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The closed form against differences of the distribution's function. */
class DistributionExpertTest {
  private static double logistic(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  @Test
  void itIsTheQuotientOfTheHalves() {
    SplittableRandom random = new SplittableRandom(5);
    int compared = 0;
    for (int round = 0; round < 300; round++) {
      Evidence evidence = new Evidence(new Evidence.Shape(0, 1, new int[0]));
      evidence.step = 1 << 8 * random.nextInt(2);
      evidence.low = -0.5f + (evidence.step == 1 ? 256 * random.nextInt(2) : 0);
      double range = 256 * evidence.step;
      evidence.predictions[0] = (float) (evidence.low + range * random.nextDouble(-0.1, 1.1));
      evidence.errors[0] = (float) StrictMath.exp(random.nextDouble(-2, 6)) * evidence.step;
      DistributionExpert expert = new DistributionExpert(1);
      expert.begin(evidence);
      double scale = evidence.errors[0] / (2 * StrictMath.log(2));
      float[] x = new float[1];
      int node = 1;
      double low = evidence.low;
      double high = evidence.low + range;
      int coded = random.nextInt(256);
      for (int shift = 7; shift >= 0; shift--) {
        expert.predict(node, x, 0);
        double middle = (low + high) / 2;
        double m = evidence.predictions[0];
        double lower = logistic((middle - m) / scale) - logistic((low - m) / scale);
        double upper = logistic((high - m) / scale) - logistic((middle - m) / scale);
        // Where both are not lost in rounding.
        if (lower > 1e-9 && upper > 1e-9) {
          double exact = Math.clamp(StrictMath.log(upper / lower), -12, 12);
          assertEquals(exact, x[0], 0.01 + 0.002 * Math.abs(exact), "round " + round);
          compared++;
        }
        int bit = coded >>> shift & 1;
        expert.learn(node, bit);
        node = 2 * node + bit;
        low = bit == 1 ? middle : low;
        high = bit == 1 ? high : middle;
      }
    }
    assertEquals(true, compared > 500, "compared " + compared);
  }
}
