package io.bytezip.engine;

import static jdk.incubator.vector.VectorOperators.ABS;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API kernel. A vector lane is always one output element (or one of the 16 partial sums), so the width of the vectors
 * has no part in the result. Loaded only where the incubator module is.
 *
 * <p>The tiles of the matrix product keep their accumulators in local variables set to zero and updated in one loop: anything else
 * makes C2 box them or spill them. Rows and columns left over are covered by a last tile that overlaps the one before; it computes
 * the same bits again.
 */
final class VectorKernel implements Kernel {
  private static final VectorSpecies<Float> FLOATS = species();
  private static final int WIDTH = FLOATS.length();

  /** Whether tiles of eight rows fit: 512-bit vectors come with 32 registers. */
  private static final boolean WIDE = WIDTH == PANEL;

  private static VectorSpecies<Float> species() {
    VectorSpecies<Float> preferred = FloatVector.SPECIES_PREFERRED;
    if (preferred.length() > PANEL) {
      return FloatVector.SPECIES_512;
    }
    return preferred.length() < 4 ? FloatVector.SPECIES_128 : preferred;
  }

  @Override
  public String description() {
    return "vector " + FLOATS.vectorBitSize();
  }

  @Override
  public void multiply(
      int m,
      int k,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      int panelStride,
      int panels,
      float[] c,
      int cOffset,
      int cStride) {
    int vectors = panels * PANEL / WIDTH;
    if (m < 4) {
      for (int row = 0; row < m; row++) {
        for (int v = 0; v < vectors; v += 4) {
          int w = Math.max(0, Math.min(v, vectors - 4));
          int b0 = bOffset + line(w, panelStride);
          int b1 = bOffset + line(Math.min(w + 1, vectors - 1), panelStride);
          int b2 = bOffset + line(Math.min(w + 2, vectors - 1), panelStride);
          int b3 = bOffset + line(Math.min(w + 3, vectors - 1), panelStride);
          int c0 = cOffset + row * cStride;
          tile1x4(
              k,
              a,
              aOffset + row * aStride,
              b,
              b0,
              b1,
              b2,
              b3,
              c,
              c0 + w * WIDTH,
              c0 + Math.min(w + 1, vectors - 1) * WIDTH,
              c0 + Math.min(w + 2, vectors - 1) * WIDTH,
              c0 + Math.min(w + 3, vectors - 1) * WIDTH);
        }
      }
      return;
    }
    int rows = WIDE && m >= 8 ? 8 : 4;
    for (int v = 0; v < vectors; v += 2) {
      int w = Math.max(0, Math.min(v, vectors - 2));
      int w1 = Math.min(w + 1, vectors - 1);
      int b0 = bOffset + line(w, panelStride);
      int b1 = bOffset + line(w1, panelStride);
      int apart = (w1 - w) * WIDTH;
      for (int r = 0; r < m; r += rows) {
        int row = Math.min(r, m - rows);
        int c0 = cOffset + row * cStride + w * WIDTH;
        if (rows == 8) {
          tile8x2(k, a, aOffset + row * aStride, aStride, b, b0, b1, c, c0, apart, cStride);
        } else {
          tile4x2(k, a, aOffset + row * aStride, aStride, b, b0, b1, c, c0, apart, cStride);
        }
      }
    }
  }

  /** Offset of a vector of the first row of b. */
  private static int line(int vector, int panelStride) {
    int column = vector * WIDTH;
    return column / PANEL * panelStride + column % PANEL;
  }

  private static FloatVector load(float[] x, int offset) {
    return FloatVector.fromArray(FLOATS, x, offset);
  }

  private static FloatVector all(float x) {
    return FloatVector.broadcast(FLOATS, x);
  }

  private static void tile1x4(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      int b1,
      int b2,
      int b3,
      float[] c,
      int c0,
      int c1,
      int c2,
      int c3) {
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = FloatVector.zero(FLOATS);
    FloatVector s2 = FloatVector.zero(FLOATS);
    FloatVector s3 = FloatVector.zero(FLOATS);
    for (int i = 0; i < k; i++) {
      FloatVector x = all(a[a0 + i]);
      s0 = x.fma(load(b, b0 + i * PANEL), s0);
      s1 = x.fma(load(b, b1 + i * PANEL), s1);
      s2 = x.fma(load(b, b2 + i * PANEL), s2);
      s3 = x.fma(load(b, b3 + i * PANEL), s3);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c1);
    s2.intoArray(c, c2);
    s3.intoArray(c, c3);
  }

  private static void tile4x2(
      int k, float[] a, int a0, int aStride, float[] b, int b0, int b1, float[] c, int c0, int apart, int cStride) {
    int a1 = a0 + aStride;
    int a2 = a1 + aStride;
    int a3 = a2 + aStride;
    FloatVector s00 = FloatVector.zero(FLOATS);
    FloatVector s01 = FloatVector.zero(FLOATS);
    FloatVector s10 = FloatVector.zero(FLOATS);
    FloatVector s11 = FloatVector.zero(FLOATS);
    FloatVector s20 = FloatVector.zero(FLOATS);
    FloatVector s21 = FloatVector.zero(FLOATS);
    FloatVector s30 = FloatVector.zero(FLOATS);
    FloatVector s31 = FloatVector.zero(FLOATS);
    for (int i = 0; i < k; i++) {
      FloatVector y0 = load(b, b0 + i * PANEL);
      FloatVector y1 = load(b, b1 + i * PANEL);
      FloatVector x = all(a[a0 + i]);
      s00 = x.fma(y0, s00);
      s01 = x.fma(y1, s01);
      x = all(a[a1 + i]);
      s10 = x.fma(y0, s10);
      s11 = x.fma(y1, s11);
      x = all(a[a2 + i]);
      s20 = x.fma(y0, s20);
      s21 = x.fma(y1, s21);
      x = all(a[a3 + i]);
      s30 = x.fma(y0, s30);
      s31 = x.fma(y1, s31);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + apart);
    int c1 = c0 + cStride;
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + apart);
    int c2 = c1 + cStride;
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + apart);
    int c3 = c2 + cStride;
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + apart);
  }

  private static void tile8x2(
      int k, float[] a, int a0, int aStride, float[] b, int b0, int b1, float[] c, int c0, int apart, int cStride) {
    int a1 = a0 + aStride;
    int a2 = a1 + aStride;
    int a3 = a2 + aStride;
    int a4 = a3 + aStride;
    int a5 = a4 + aStride;
    int a6 = a5 + aStride;
    int a7 = a6 + aStride;
    FloatVector s00 = FloatVector.zero(FLOATS);
    FloatVector s01 = FloatVector.zero(FLOATS);
    FloatVector s10 = FloatVector.zero(FLOATS);
    FloatVector s11 = FloatVector.zero(FLOATS);
    FloatVector s20 = FloatVector.zero(FLOATS);
    FloatVector s21 = FloatVector.zero(FLOATS);
    FloatVector s30 = FloatVector.zero(FLOATS);
    FloatVector s31 = FloatVector.zero(FLOATS);
    FloatVector s40 = FloatVector.zero(FLOATS);
    FloatVector s41 = FloatVector.zero(FLOATS);
    FloatVector s50 = FloatVector.zero(FLOATS);
    FloatVector s51 = FloatVector.zero(FLOATS);
    FloatVector s60 = FloatVector.zero(FLOATS);
    FloatVector s61 = FloatVector.zero(FLOATS);
    FloatVector s70 = FloatVector.zero(FLOATS);
    FloatVector s71 = FloatVector.zero(FLOATS);
    for (int i = 0; i < k; i++) {
      FloatVector y0 = load(b, b0 + i * PANEL);
      FloatVector y1 = load(b, b1 + i * PANEL);
      FloatVector x = all(a[a0 + i]);
      s00 = x.fma(y0, s00);
      s01 = x.fma(y1, s01);
      x = all(a[a1 + i]);
      s10 = x.fma(y0, s10);
      s11 = x.fma(y1, s11);
      x = all(a[a2 + i]);
      s20 = x.fma(y0, s20);
      s21 = x.fma(y1, s21);
      x = all(a[a3 + i]);
      s30 = x.fma(y0, s30);
      s31 = x.fma(y1, s31);
      x = all(a[a4 + i]);
      s40 = x.fma(y0, s40);
      s41 = x.fma(y1, s41);
      x = all(a[a5 + i]);
      s50 = x.fma(y0, s50);
      s51 = x.fma(y1, s51);
      x = all(a[a6 + i]);
      s60 = x.fma(y0, s60);
      s61 = x.fma(y1, s61);
      x = all(a[a7 + i]);
      s70 = x.fma(y0, s70);
      s71 = x.fma(y1, s71);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + apart);
    int c1 = c0 + cStride;
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + apart);
    int c2 = c1 + cStride;
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + apart);
    int c3 = c2 + cStride;
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + apart);
    int c4 = c3 + cStride;
    s40.intoArray(c, c4);
    s41.intoArray(c, c4 + apart);
    int c5 = c4 + cStride;
    s50.intoArray(c, c5);
    s51.intoArray(c, c5 + apart);
    int c6 = c5 + cStride;
    s60.intoArray(c, c6);
    s61.intoArray(c, c6 + apart);
    int c7 = c6 + cStride;
    s70.intoArray(c, c7);
    s71.intoArray(c, c7 + apart);
  }

  @Override
  public float squares(float[] x, int offset, int n, float mean, float[] partial) {
    int whole = n / PANEL * PANEL;
    FloatVector centre = all(mean);
    for (int part = 0; part < PANEL; part += WIDTH) {
      FloatVector s = FloatVector.zero(FLOATS);
      for (int i = part; i < whole; i += PANEL) {
        FloatVector d = load(x, offset + i).sub(centre);
        s = d.fma(d, s);
      }
      s.intoArray(partial, part);
    }
    ScalarKernel.squaresFrom(whole, x, offset, n, mean, partial);
    return Kernel.combine(partial);
  }

  @Override
  public float sum(float[] x, int offset, int n, float[] partial) {
    int whole = n / PANEL * PANEL;
    for (int part = 0; part < PANEL; part += WIDTH) {
      FloatVector s = FloatVector.zero(FLOATS);
      for (int i = part; i < whole; i += PANEL) {
        s = s.add(load(x, offset + i));
      }
      s.intoArray(partial, part);
    }
    ScalarKernel.sumFrom(whole, x, offset, n, partial);
    return Kernel.combine(partial);
  }

  @Override
  public float softmax(float[] x, int offset, int n, float scale, float[] partial) {
    int whole = n / PANEL * PANEL;
    FloatVector highest = all(Float.NEGATIVE_INFINITY);
    for (int i = 0; i < whole; i += WIDTH) {
      FloatVector v = load(x, offset + i);
      highest = highest.blend(v, v.compare(GT, highest));
    }
    Arrays.fill(partial, Float.NEGATIVE_INFINITY);
    highest.intoArray(partial, 0);
    float largest = ScalarKernel.largestFrom(0, partial, 0, WIDTH, Float.NEGATIVE_INFINITY);
    largest = ScalarKernel.largestFrom(whole, x, offset, n, largest);
    FloatVector shift = all(largest);
    for (int part = 0; part < PANEL; part += WIDTH) {
      FloatVector s = FloatVector.zero(FLOATS);
      for (int i = part; i < whole; i += PANEL) {
        FloatVector e = exp(load(x, offset + i).sub(shift).mul(scale));
        e.intoArray(x, offset + i);
        s = s.add(e);
      }
      s.intoArray(partial, part);
    }
    ScalarKernel.softmaxFrom(whole, x, offset, n, largest, scale, partial);
    return Kernel.combine(partial);
  }

  @Override
  public void swiGlu(float[] gate, int gateOffset, float[] up, int upOffset, float[] out, int outOffset, int n) {
    int whole = n / PANEL * PANEL;
    for (int i = 0; i < whole; i += WIDTH) {
      FloatVector x = load(gate, gateOffset + i);
      FloatVector e = exp(x.lanewise(ABS).neg());
      FloatVector silu = x.blend(x.mul(e), x.compare(LT, 0f)).div(e.add(1f));
      silu.mul(load(up, upOffset + i)).intoArray(out, outOffset + i);
    }
    ScalarKernel.swiGluFrom(whole, gate, gateOffset, up, upOffset, out, outOffset, n);
  }

  private static FloatVector exp(FloatVector x) {
    FloatVector floor = all(Exponential.FLOOR);
    FloatVector ceiling = all(Exponential.CEILING);
    FloatVector one = all(1f);
    var inside = x.compare(GT, floor);
    FloatVector z = floor.blend(x, inside);
    z = ceiling.blend(z, z.compare(LT, ceiling));
    FloatVector rounder = all(Exponential.ROUNDER);
    FloatVector shifted = z.fma(all(Exponential.LOG2_E), rounder);
    FloatVector n = shifted.sub(rounder);
    FloatVector r = n.fma(all(-Exponential.LN2_HIGH), z);
    r = n.fma(all(-Exponential.LN2_LOW), r);
    FloatVector p = r.fma(all(Exponential.C6), all(Exponential.C5));
    p = p.fma(r, all(Exponential.C4));
    p = p.fma(r, all(Exponential.C3));
    p = p.fma(r, all(Exponential.C2));
    p = p.fma(r, one);
    p = p.fma(r, one);
    IntVector power =
        shifted.reinterpretAsInts().add(Exponential.BIAS).lanewise(LSHL, Exponential.FRACTION_BITS);
    return FloatVector.zero(FLOATS).blend(p.mul(power.reinterpretAsFloats()), inside);
  }
}
