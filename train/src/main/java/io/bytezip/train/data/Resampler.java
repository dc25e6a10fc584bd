package io.bytezip.train.data;

/**
 * Makes pictures smaller, as programs that save pictures do: rows, then columns, each value a mean
 * of its surroundings weighted by Keys' cubic kernel (a = -1/2; Keys 1981, <a
 * href="https://doi.org/10.1109/TASSP.1981.1163711">10.1109/TASSP.1981.1163711</a>), which is
 * stretched by the ratio of the sizes so that nothing aliases.
 *
 * <p>TwelveMonkeys' {@code ResampleOp} has this kernel, too, but takes a pixel's corner for its
 * centre and cuts fractions off, so that pictures move and darken.
 */
final class Resampler {
  private static final double A = -0.5;

  private Resampler() {}

  /**
   * The picture at another size.
   *
   * @param bytes interleaved, {@code width * height * channels} values
   * @param newWidth 1 to {@code width}
   * @param newHeight 1 to {@code height}
   */
  static byte[] resample(
      byte[] bytes, int width, int height, int channels, int newWidth, int newHeight) {
    float[] values = new float[bytes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes[i] & 255;
    }
    float[] narrow = new float[newWidth * height * channels];
    Taps across = new Taps(width, newWidth);
    for (int y = 0; y < height; y++) {
      across.apply(values, y * width * channels, channels, narrow, y * newWidth * channels);
    }
    float[] small = new float[newWidth * newHeight * channels];
    // A whole row is one "pixel" here.
    new Taps(height, newHeight).apply(narrow, 0, newWidth * channels, small, 0);
    byte[] result = new byte[small.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (byte) Math.clamp(Math.round(small[i]), 0, 255);
    }
    return result;
  }

  /** The weights of one direction. */
  private static final class Taps {
    private final int[] first;
    private final float[][] weights;

    Taps(int from, int to) {
      first = new int[to];
      weights = new float[to][];
      double ratio = (double) from / to;
      for (int i = 0; i < to; i++) {
        double centre = (i + 0.5) * ratio - 0.5;
        int low = Math.max(0, (int) Math.ceil(centre - 2 * ratio));
        int high = Math.min(from - 1, (int) Math.floor(centre + 2 * ratio));
        double[] exact = new double[high - low + 1];
        double sum = 0;
        for (int j = 0; j < exact.length; j++) {
          exact[j] = kernel((low + j - centre) / ratio);
          sum += exact[j];
        }
        first[i] = low;
        weights[i] = new float[exact.length];
        for (int j = 0; j < exact.length; j++) {
          weights[i][j] = (float) (exact[j] / sum);
        }
      }
    }

    /** Elements of {@code width} values each, from {@code at} on, to as many as there are taps. */
    void apply(float[] in, int at, int width, float[] out, int to) {
      for (int i = 0; i < first.length; i++) {
        for (int j = 0; j < weights[i].length; j++) {
          float weight = weights[i][j];
          int from = at + (first[i] + j) * width;
          for (int c = 0; c < width; c++) {
            out[to + i * width + c] += weight * in[from + c];
          }
        }
      }
    }

    private static double kernel(double signed) {
      double x = Math.abs(signed);
      if (x < 1) {
        return ((A + 2) * x - (A + 3)) * x * x + 1;
      }
      return x < 2 ? ((A * x - 5 * A) * x + 8 * A) * x - 4 * A : 0;
    }
  }
}
