package io.bytezip.modalities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LeastSquaresTest {
  @Test
  void findsTheWeightsOfALinearLaw() {
    Random random = new Random(1);
    LeastSquares squares = new LeastSquares(5, 0.999, 2, 1e-6);
    double[][] scratch = LeastSquares.rows(7);
    double[] law = {0.5, -1, 2, 0.25, 0};
    double[] x = new double[5];
    for (int t = 0; t < 200; t++) {
      for (int i = 0; i < 5; i++) {
        x[i] = random.nextInt(200) - 100;
      }
      squares.update(x, LeastSquares.dot(law, x, 5), 1, scratch);
    }
    double[] probe = {7, -3, 11, 20, 40};
    assertEquals(LeastSquares.dot(law, probe, 5), squares.predict(probe), 1e-5);
  }

  @Test
  void forgetsAnOldLaw() {
    LeastSquares squares = new LeastSquares(1, 0.9, 1, 1e-3);
    double[][] scratch = LeastSquares.rows(1);
    double[] x = {10};
    for (int t = 0; t < 100; t++) {
      squares.update(x, 30, 1, scratch);
    }
    assertEquals(30, squares.predict(x), 0.01);
    for (int t = 0; t < 100; t++) {
      squares.update(x, -10, 1, scratch);
    }
    assertEquals(-10, squares.predict(x), 0.01);
  }

  @Test
  void equalInputsAndGreatRangesStayFinite() {
    LeastSquares squares = new LeastSquares(32, 0.998, 1, 1);
    double[][] scratch = LeastSquares.rows(32);
    double[] x = new double[32];
    for (int t = 0; t < 3000; t++) {
      double v = t < 1500 ? (t & 1) == 0 ? 32767 : -32768 : t < 2000 ? 0 : 1e-3;
      java.util.Arrays.fill(x, v);
      squares.update(x, -v, 1, scratch);
      assertTrue(Math.abs(squares.predict(x)) < 1e7, "step " + t + ": " + squares.predict(x));
    }
  }

  @Test
  void lmsLearnsAnAlternation() {
    NormalizedLms lms = new NormalizedLms(16, 0.05, 1);
    double last = 0;
    for (int t = 0; t < 2000; t++) {
      last = (t & 1) == 0 ? 100 : -100;
      lms.predict();
      lms.update(last);
    }
    assertEquals(-last, lms.predict(), 1);
  }

  @Test
  void lmsStartsAgainWhereItHasDiverged() {
    NormalizedLms lms = new NormalizedLms(4, 0.05, 1);
    for (int t = 0; t < 100; t++) {
      lms.predict();
      lms.update(t % 3 == 0 ? 1e300 : -1e300);
    }
    for (int t = 0; t < 100; t++) {
      assertTrue(Double.isFinite(lms.predict()), "step " + t);
      lms.update(5);
    }
  }

  @Test
  void adaptiveLmsLearnsAnAlternationAndStaysFinite() {
    AdaptiveLms lms = new AdaptiveLms(16, 0.004);
    for (int t = 0; t < 3000; t++) {
      double p = lms.predict();
      double v = (t & 1) == 0 ? 100 : -100;
      assertTrue(t < 2900 || Math.abs(p - v) < 10, "step " + t + ": " + p);
      lms.update(v);
    }
    for (int t = 0; t < 3000; t++) {
      double p = lms.predict();
      assertTrue(Math.abs(p) < 1 << 20, "step " + t + ": " + p);
      lms.update(t % 7 < 3 ? 1e6 : t % 500 < 250 ? 0 : -1e6);
    }
  }
}
