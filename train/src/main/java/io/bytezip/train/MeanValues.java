package io.bytezip.train;

/**
 * The mean of a model's values after several steps. In double precision, since a step late in a
 * long stretch moves it by less than a float's last bit. Memory: 8 bytes a parameter from the first
 * on.
 */
final class MeanValues {
  private int count;
  private double[] mean;

  /** The mean of none. */
  MeanValues() {
    this(0, new double[0]);
  }

  /** A mean as it was: of {@code count} vectors. */
  MeanValues(int count, double[] mean) {
    this.count = count;
    this.mean = mean;
  }

  void add(float[] values) {
    if (count == 0) {
      mean = new double[values.length];
    }
    count++;
    for (int i = 0; i < mean.length; i++) {
      mean[i] += (values[i] - mean[i]) / count;
    }
  }

  /** How many vectors it is the mean of. */
  int count() {
    return count;
  }

  /** The mean itself, not a copy; of length 0 where there is none. */
  double[] exact() {
    return mean;
  }

  /** The mean as a model's values. */
  float[] values() {
    float[] values = new float[mean.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) mean[i];
    }
    return values;
  }
}
