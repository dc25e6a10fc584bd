package io.bytezip.engine;

/**
 * How the current position enters: nothing, a rotation of queries and keys (RoPE, arXiv 2104.09864,
 * half-split pairs), or a vector added to the input (Vaswani et al., arXiv 1706.03762, section
 * 3.5). All lanes are at the same position, so the sines and cosines are computed once a step, by
 * {@link StrictMath} in double, rounded to float.
 */
final class Positions {
  private final double[] frequencies;
  private final boolean rotary;
  private final float[] cosines;
  private final float[] sines;

  private Positions(boolean rotary, int pairs, double base) {
    this.rotary = rotary;
    frequencies = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      frequencies[i] = StrictMath.pow(base, -(double) i / pairs);
    }
    cosines = new float[pairs];
    sines = new float[pairs];
  }

  static Positions of(ModelConfig config) {
    return switch (config.positions()) {
      case ROPE -> new Positions(true, config.headWidth() / 2, config.ropeBase());
      case SINUSOIDAL -> new Positions(false, config.width() / 2, config.ropeBase());
      case NONE -> new Positions(false, 0, config.ropeBase());
    };
  }

  void moveTo(long position) {
    for (int i = 0; i < frequencies.length; i++) {
      double angle = position * frequencies[i];
      cosines[i] = (float) StrictMath.cos(angle);
      sines[i] = (float) StrictMath.sin(angle);
    }
  }

  /** Rotates heads that lie {@code apart} from one another. */
  void rotate(float[] x, int offset, int heads, int apart) {
    if (!rotary) {
      return;
    }
    int pairs = cosines.length;
    for (int head = 0; head < heads; head++) {
      int first = offset + head * apart;
      int second = first + pairs;
      for (int i = 0; i < pairs; i++) {
        float a = x[first + i];
        float b = x[second + i];
        x[first + i] = a * cosines[i] - b * sines[i];
        x[second + i] = b * cosines[i] + a * sines[i];
      }
    }
  }

  /** Adds the position's vector to a row: sines in even columns, cosines in odd ones. */
  void add(float[] x, int offset) {
    if (rotary) {
      return;
    }
    for (int i = 0; i < sines.length; i++) {
      x[offset + 2 * i] += sines[i];
      x[offset + 2 * i + 1] += cosines[i];
    }
  }
}
