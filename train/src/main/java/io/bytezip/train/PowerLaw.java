package io.bytezip.train;

import io.bytezip.train.data.TrainException;
import java.util.List;

/**
 * Bits a byte against training compute: {@code floor + factor * flop^-exponent} (the form of Kaplan
 * et al. 2020, "Scaling laws for neural language models", with the irreducible part of Hoffmann et
 * al. 2022).
 *
 * @param floor bits a byte that no compute takes away, at least 0
 * @param factor bits a byte at one operation, above the floor
 * @param exponent how fast that falls, above 0
 */
record PowerLaw(double floor, double factor, double exponent) {
  /** Three numbers are found, so fewer points than four would fit whatever they are. */
  private static final int FEWEST_POINTS = 4;

  private static final int FEWEST_BUDGETS = 3;

  /** Budgets that are closer than this are one. */
  private static final double NEAR = 1.2;

  private static final int EXPONENTS = 1000;
  private static final double GREATEST_EXPONENT = 1;

  /** What was measured of a run: operations, and bits a byte. */
  record Point(double flop, double bits) {}

  /**
   * The law with the least sum of squared differences in bits. For each of 1000 exponents up to 1
   * the two other numbers are the linear least-squares solution.
   *
   * @param points by rising compute
   * @throws TrainException says in one line why there is no law: fewer than four points or three
   *     budgets, bits that do not fall, or that fall otherwise
   */
  static PowerLaw fit(List<Point> points) throws TrainException {
    if (points.size() < FEWEST_POINTS || budgets(points) < FEWEST_BUDGETS) {
      throw new TrainException(
          "it takes four runs or more, of at least three different budgets (by a fifth or more)");
    }
    PowerLaw best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 1; i <= EXPONENTS; i++) {
      PowerLaw law = fit(points, GREATEST_EXPONENT * i / EXPONENTS);
      double error = law.squaredError(points);
      if (law.factor > 0 && error < least) {
        least = error;
        best = law;
      }
    }
    if (best == null) {
      throw new TrainException("more compute takes no bits off");
    }
    if (best.exponent == GREATEST_EXPONENT || best.exponent * EXPONENTS <= GREATEST_EXPONENT) {
      throw new TrainException("the bits do not fall as a power of the compute");
    }
    return best;
  }

  private static int budgets(List<Point> points) {
    int budgets = 0;
    double last = 0;
    for (Point point : points) {
      if (point.flop > NEAR * last) {
        budgets++;
        last = point.flop;
      }
    }
    return budgets;
  }

  private static PowerLaw fit(List<Point> points, double exponent) {
    int n = points.size();
    // Powers of the compute as a share of the first point's: those of the operations are tiny.
    double unit = points.get(0).flop();
    double x = 0;
    double y = 0;
    double xx = 0;
    double xy = 0;
    for (Point point : points) {
      double power = Math.pow(point.flop() / unit, -exponent);
      x += power;
      y += point.bits();
      xx += power * power;
      xy += power * point.bits();
    }
    double slope = (n * xy - x * y) / (n * xx - x * x);
    double floor = (y - slope * x) / n;
    if (floor < 0) {
      floor = 0;
      slope = xy / xx;
    }
    return new PowerLaw(floor, slope * Math.pow(unit, exponent), exponent);
  }

  private double squaredError(List<Point> points) {
    return points.stream().mapToDouble(p -> Math.pow(p.bits() - bits(p.flop()), 2)).sum();
  }

  /** Root of the mean squared difference, in bits a byte. */
  double error(List<Point> points) {
    return Math.sqrt(squaredError(points) / points.size());
  }

  /** Bits a byte at so many operations. */
  double bits(double flop) {
    return floor + factor * Math.pow(flop, -exponent);
  }
}
