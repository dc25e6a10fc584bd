package io.bytezip.codec.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.Evidence;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WaveExpertTest {
  private static double logistic(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  /** One distribution is its own mixture. */
  @Test
  void bothFormsAreTheQuotientOfTheHalves() {
    SplittableRandom random = new SplittableRandom(5);
    int compared = 0;
    for (int round = 0; round < 300; round++) {
      Evidence evidence = new Evidence(new Evidence.Shape(0, 1, new int[0]));
      evidence.step = 1 << 8 * random.nextInt(3);
      evidence.low = -0.5f + (evidence.step == 1 ? 256 * random.nextInt(2) : 0);
      double range = 256 * evidence.step;
      evidence.predictions[0] = (float) (evidence.low + range * random.nextDouble(-0.1, 1.1));
      evidence.errors[0] = (float) StrictMath.exp(random.nextDouble(-2, 6)) * evidence.step;
      WaveExpert expert = new WaveExpert(1, 1);
      expert.begin(0, evidence);
      double scale = evidence.errors[0] / (2 * StrictMath.log(2));
      float[] x = new float[2];
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
          assertEquals(exact, x[1], 0.01 + 0.002 * Math.abs(exact), "round " + round);
          compared++;
        }
        int bit = coded >>> shift & 1;
        expert.learn(node, bit);
        node = 2 * node + bit;
        low = bit == 1 ? middle : low;
        high = bit == 1 ? high : middle;
      }
    }
    assertTrue(compared > 500, "compared " + compared);
  }

  @Test
  void theMixtureFollowsWhatComesTrue() {
    Evidence evidence = new Evidence(new Evidence.Shape(0, 2, new int[0]));
    evidence.low = -0.5f;
    evidence.predictions[0] = 40;
    evidence.predictions[1] = 200;
    evidence.errors[0] = 5;
    evidence.errors[1] = 5;
    WaveExpert expert = new WaveExpert(2, 1);
    float[] x = new float[3];
    for (int i = 0; i < 10; i++) {
      expert.begin(0, evidence);
      int node = 1;
      for (int shift = 7; shift >= 0; shift--) {
        expert.predict(node, x, 0);
        int bit = 200 >>> shift & 1;
        expert.learn(node, bit);
        node = 2 * node + bit;
      }
    }
    expert.begin(0, evidence);
    expert.predict(1, x, 0);
    assertTrue(x[0] < -5 && x[1] > 5 && x[2] > 5, x[0] + " " + x[1] + " " + x[2]);
  }

  @Test
  void nothingIsNotANumber() {
    float[] extremes = {0, 0.3f, -0.3f, 1e9f, -1e9f, 8388608, 3e38f};
    float[] errors = {0.3f, 1, 1e6f, 3e7f};
    for (float prediction : extremes) {
      for (float error : errors) {
        for (int bytes = 1; bytes <= 3; bytes++) {
          Evidence evidence = new Evidence(new Evidence.Shape(3, 1, new int[2]));
          evidence.predictions[0] = prediction;
          evidence.errors[0] = error;
          evidence.low = -0.5f;
          evidence.step = 1 << 8 * (bytes - 1);
          WaveMixer mixer =
              new WaveMixer(
                  new Evidence.Shape(3, 1, new int[2]),
                  1,
                  1000,
                  false,
                  MixerOptions.DEFAULTS,
                  MixerStart.NONE);
          for (int i = 0; i < 40; i++) {
            mixer.begin(0, evidence, null);
            for (int bit = 0; bit < 8; bit++) {
              float one = mixer.one();
              assertTrue(one > 0 && one < 1, () -> prediction + " " + error + ": " + one);
              mixer.learn(i / 20);
            }
          }
        }
      }
    }
  }
}
