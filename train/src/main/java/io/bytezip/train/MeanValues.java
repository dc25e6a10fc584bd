package io.bytezip.train;

/** The mean of a model's values after several steps. Memory: 4 bytes a parameter from the first. */
final class MeanValues {
  private int count;
  private float[] mean;

  /** The mean of none. */
  MeanValues() {
    this(0, new float[0]);
  }

  /** A mean as it was: of {@code count} vectors. */
  MeanValues(int count, float[] mean) {
    this.count = count;
    this.mean = mean;
  }

  void add(float[] values) {
    count++;
    if (count == 1) {
      mean = values.clone();
      return;
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] += (values[i] - mean[i]) / count;
    }
  }

  /** How many vectors it is the mean of. */
  int count() {
    return count;
  }

  /** The mean itself, not a copy; of length 0 where there is none. */
  float[] values() {
    return mean;
  }
}
