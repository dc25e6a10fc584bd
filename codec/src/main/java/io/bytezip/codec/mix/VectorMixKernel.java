package io.bytezip.codec.mix;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API kernel: a vector lane is one of the 16 partial sums. One for each mixer: it holds
 * scratch space. Loaded only where the incubator module is.
 */
final class VectorMixKernel implements MixKernel {
  private static final VectorSpecies<Float> FLOATS =
      FloatVector.SPECIES_PREFERRED.length() >= STRIDE
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED.length() == 8
              ? FloatVector.SPECIES_256
              : FloatVector.SPECIES_128;
  private static final int WIDTH = FLOATS.length();

  private final float[] sums = new float[STRIDE];

  @Override
  public float dot(float[] weights, int offset, float[] inputs, int n) {
    switch (WIDTH) {
      case 16 -> {
        FloatVector s = FloatVector.zero(FLOATS);
        for (int i = 0; i < n; i += 16) {
          s = load(weights, offset + i).fma(load(inputs, i), s);
        }
        s.intoArray(sums, 0);
      }
      case 8 -> {
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = FloatVector.zero(FLOATS);
        for (int i = 0; i < n; i += 16) {
          s0 = load(weights, offset + i).fma(load(inputs, i), s0);
          s1 = load(weights, offset + i + 8).fma(load(inputs, i + 8), s1);
        }
        s0.intoArray(sums, 0);
        s1.intoArray(sums, 8);
      }
      default -> {
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = FloatVector.zero(FLOATS);
        FloatVector s2 = FloatVector.zero(FLOATS);
        FloatVector s3 = FloatVector.zero(FLOATS);
        for (int i = 0; i < n; i += 16) {
          s0 = load(weights, offset + i).fma(load(inputs, i), s0);
          s1 = load(weights, offset + i + 4).fma(load(inputs, i + 4), s1);
          s2 = load(weights, offset + i + 8).fma(load(inputs, i + 8), s2);
          s3 = load(weights, offset + i + 12).fma(load(inputs, i + 12), s3);
        }
        s0.intoArray(sums, 0);
        s1.intoArray(sums, 4);
        s2.intoArray(sums, 8);
        s3.intoArray(sums, 12);
      }
    }
    return MixKernel.halves(sums);
  }

  @Override
  public void train(float[] weights, int offset, float[] inputs, int n, float step) {
    FloatVector steps = FloatVector.broadcast(FLOATS, step);
    for (int i = 0; i < n; i += WIDTH) {
      load(inputs, i).fma(steps, load(weights, offset + i)).intoArray(weights, offset + i);
    }
  }

  private static FloatVector load(float[] x, int offset) {
    return FloatVector.fromArray(FLOATS, x, offset);
  }
}
