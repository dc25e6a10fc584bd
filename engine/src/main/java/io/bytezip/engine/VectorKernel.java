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
 * The Vector API kernel. A vector lane is always one output element (or one of the 16 partial
 * sums), so the width of the vectors has no part in the result. Loaded only where the incubator
 * module is.
 *
 * <p>The tiles of the matrix product keep their accumulators in local variables set to zero and
 * updated in one loop: anything else makes C2 box them or spill them. Rows and columns left over
 * are covered by a last tile that overlaps the one before, and of a matrix narrower than a tile the
 * last column is computed more than once: the same bits again.
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
    int rows = m == 1 ? 1 : m < 4 ? 2 : WIDE && m >= 8 ? 8 : 4;
    int columns = rows >= 4 ? 2 : rows == 2 || vectors <= 4 ? 4 : 8;
    int last = vectors - 1;
    for (int v = 0; v < vectors; v += columns) {
      int column = Math.max(0, Math.min(v, vectors - columns));
      for (int r = 0; r < m; r += rows) {
        int row = Math.min(r, m - rows);
        int a0 = aOffset + row * aStride;
        int c0 = cOffset + row * cStride;
        switch (rows) {
          case 1 -> {
            if (columns == 8) {
              tile1x8(k, a, a0, b, bOffset, panelStride, column, last, c, c0);
            } else {
              tile1x4(k, a, a0, b, bOffset, panelStride, column, last, c, c0);
            }
          }
          case 2 ->
              tile2x4(k, a, a0, aStride, b, bOffset, panelStride, column, last, c, c0, cStride);
          case 4 ->
              tile4x2(k, a, a0, aStride, b, bOffset, panelStride, column, last, c, c0, cStride);
          default ->
              tile8x2(k, a, a0, aStride, b, bOffset, panelStride, column, last, c, c0, cStride);
        }
      }
    }
  }

  /** Offset, in the first row of b, of a vector of columns. */
  private static int line(int bOffset, int panelStride, int vector) {
    int column = vector * WIDTH;
    return bOffset + column / PANEL * panelStride + column % PANEL;
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
      int bOffset,
      int panelStride,
      int column,
      int last,
      float[] c,
      int c0) {
    int v0 = column;
    int v1 = Math.min(column + 1, last);
    int v2 = Math.min(column + 2, last);
    int v3 = Math.min(column + 3, last);
    int b0 = line(bOffset, panelStride, v0);
    int b1 = line(bOffset, panelStride, v1);
    int b2 = line(bOffset, panelStride, v2);
    int b3 = line(bOffset, panelStride, v3);
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
    s0.intoArray(c, c0 + v0 * WIDTH);
    s1.intoArray(c, c0 + v1 * WIDTH);
    s2.intoArray(c, c0 + v2 * WIDTH);
    s3.intoArray(c, c0 + v3 * WIDTH);
  }

  private static void tile1x8(
      int k,
      float[] a,
      int a0,
      float[] b,
      int bOffset,
      int panelStride,
      int column,
      int last,
      float[] c,
      int c0) {
    int v0 = column;
    int v1 = Math.min(column + 1, last);
    int v2 = Math.min(column + 2, last);
    int v3 = Math.min(column + 3, last);
    int v4 = Math.min(column + 4, last);
    int v5 = Math.min(column + 5, last);
    int v6 = Math.min(column + 6, last);
    int v7 = Math.min(column + 7, last);
    int b0 = line(bOffset, panelStride, v0);
    int b1 = line(bOffset, panelStride, v1);
    int b2 = line(bOffset, panelStride, v2);
    int b3 = line(bOffset, panelStride, v3);
    int b4 = line(bOffset, panelStride, v4);
    int b5 = line(bOffset, panelStride, v5);
    int b6 = line(bOffset, panelStride, v6);
    int b7 = line(bOffset, panelStride, v7);
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = FloatVector.zero(FLOATS);
    FloatVector s2 = FloatVector.zero(FLOATS);
    FloatVector s3 = FloatVector.zero(FLOATS);
    FloatVector s4 = FloatVector.zero(FLOATS);
    FloatVector s5 = FloatVector.zero(FLOATS);
    FloatVector s6 = FloatVector.zero(FLOATS);
    FloatVector s7 = FloatVector.zero(FLOATS);
    for (int i = 0; i < k; i++) {
      FloatVector x = all(a[a0 + i]);
      s0 = x.fma(load(b, b0 + i * PANEL), s0);
      s1 = x.fma(load(b, b1 + i * PANEL), s1);
      s2 = x.fma(load(b, b2 + i * PANEL), s2);
      s3 = x.fma(load(b, b3 + i * PANEL), s3);
      s4 = x.fma(load(b, b4 + i * PANEL), s4);
      s5 = x.fma(load(b, b5 + i * PANEL), s5);
      s6 = x.fma(load(b, b6 + i * PANEL), s6);
      s7 = x.fma(load(b, b7 + i * PANEL), s7);
    }
    s0.intoArray(c, c0 + v0 * WIDTH);
    s1.intoArray(c, c0 + v1 * WIDTH);
    s2.intoArray(c, c0 + v2 * WIDTH);
    s3.intoArray(c, c0 + v3 * WIDTH);
    s4.intoArray(c, c0 + v4 * WIDTH);
    s5.intoArray(c, c0 + v5 * WIDTH);
    s6.intoArray(c, c0 + v6 * WIDTH);
    s7.intoArray(c, c0 + v7 * WIDTH);
  }

  private static void tile2x4(
      int k,
      float[] a,
      int a0,
      int aStride,
      float[] b,
      int bOffset,
      int panelStride,
      int column,
      int last,
      float[] c,
      int c0,
      int cStride) {
    int a1 = a0 + aStride;
    int v0 = column;
    int v1 = Math.min(column + 1, last);
    int v2 = Math.min(column + 2, last);
    int v3 = Math.min(column + 3, last);
    int b0 = line(bOffset, panelStride, v0);
    int b1 = line(bOffset, panelStride, v1);
    int b2 = line(bOffset, panelStride, v2);
    int b3 = line(bOffset, panelStride, v3);
    FloatVector s00 = FloatVector.zero(FLOATS);
    FloatVector s01 = FloatVector.zero(FLOATS);
    FloatVector s02 = FloatVector.zero(FLOATS);
    FloatVector s03 = FloatVector.zero(FLOATS);
    FloatVector s10 = FloatVector.zero(FLOATS);
    FloatVector s11 = FloatVector.zero(FLOATS);
    FloatVector s12 = FloatVector.zero(FLOATS);
    FloatVector s13 = FloatVector.zero(FLOATS);
    for (int i = 0; i < k; i++) {
      FloatVector y0 = load(b, b0 + i * PANEL);
      FloatVector y1 = load(b, b1 + i * PANEL);
      FloatVector y2 = load(b, b2 + i * PANEL);
      FloatVector y3 = load(b, b3 + i * PANEL);
      FloatVector x = all(a[a0 + i]);
      s00 = x.fma(y0, s00);
      s01 = x.fma(y1, s01);
      s02 = x.fma(y2, s02);
      s03 = x.fma(y3, s03);
      x = all(a[a1 + i]);
      s10 = x.fma(y0, s10);
      s11 = x.fma(y1, s11);
      s12 = x.fma(y2, s12);
      s13 = x.fma(y3, s13);
    }
    s00.intoArray(c, c0 + v0 * WIDTH);
    s01.intoArray(c, c0 + v1 * WIDTH);
    s02.intoArray(c, c0 + v2 * WIDTH);
    s03.intoArray(c, c0 + v3 * WIDTH);
    int c1 = c0 + cStride;
    s10.intoArray(c, c1 + v0 * WIDTH);
    s11.intoArray(c, c1 + v1 * WIDTH);
    s12.intoArray(c, c1 + v2 * WIDTH);
    s13.intoArray(c, c1 + v3 * WIDTH);
  }

  private static void tile4x2(
      int k,
      float[] a,
      int a0,
      int aStride,
      float[] b,
      int bOffset,
      int panelStride,
      int column,
      int last,
      float[] c,
      int c0,
      int cStride) {
    int a1 = a0 + aStride;
    int a2 = a1 + aStride;
    int a3 = a2 + aStride;
    int v0 = column;
    int v1 = Math.min(column + 1, last);
    int b0 = line(bOffset, panelStride, v0);
    int b1 = line(bOffset, panelStride, v1);
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
    s00.intoArray(c, c0 + v0 * WIDTH);
    s01.intoArray(c, c0 + v1 * WIDTH);
    int c1 = c0 + cStride;
    s10.intoArray(c, c1 + v0 * WIDTH);
    s11.intoArray(c, c1 + v1 * WIDTH);
    int c2 = c1 + cStride;
    s20.intoArray(c, c2 + v0 * WIDTH);
    s21.intoArray(c, c2 + v1 * WIDTH);
    int c3 = c2 + cStride;
    s30.intoArray(c, c3 + v0 * WIDTH);
    s31.intoArray(c, c3 + v1 * WIDTH);
  }

  private static void tile8x2(
      int k,
      float[] a,
      int a0,
      int aStride,
      float[] b,
      int bOffset,
      int panelStride,
      int column,
      int last,
      float[] c,
      int c0,
      int cStride) {
    int a1 = a0 + aStride;
    int a2 = a1 + aStride;
    int a3 = a2 + aStride;
    int a4 = a3 + aStride;
    int a5 = a4 + aStride;
    int a6 = a5 + aStride;
    int a7 = a6 + aStride;
    int v0 = column;
    int v1 = Math.min(column + 1, last);
    int b0 = line(bOffset, panelStride, v0);
    int b1 = line(bOffset, panelStride, v1);
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
    s00.intoArray(c, c0 + v0 * WIDTH);
    s01.intoArray(c, c0 + v1 * WIDTH);
    int c1 = c0 + cStride;
    s10.intoArray(c, c1 + v0 * WIDTH);
    s11.intoArray(c, c1 + v1 * WIDTH);
    int c2 = c1 + cStride;
    s20.intoArray(c, c2 + v0 * WIDTH);
    s21.intoArray(c, c2 + v1 * WIDTH);
    int c3 = c2 + cStride;
    s30.intoArray(c, c3 + v0 * WIDTH);
    s31.intoArray(c, c3 + v1 * WIDTH);
    int c4 = c3 + cStride;
    s40.intoArray(c, c4 + v0 * WIDTH);
    s41.intoArray(c, c4 + v1 * WIDTH);
    int c5 = c4 + cStride;
    s50.intoArray(c, c5 + v0 * WIDTH);
    s51.intoArray(c, c5 + v1 * WIDTH);
    int c6 = c5 + cStride;
    s60.intoArray(c, c6 + v0 * WIDTH);
    s61.intoArray(c, c6 + v1 * WIDTH);
    int c7 = c6 + cStride;
    s70.intoArray(c, c7 + v0 * WIDTH);
    s71.intoArray(c, c7 + v1 * WIDTH);
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
  public void swiGlu(
      float[] gate, int gateOffset, float[] up, int upOffset, float[] out, int outOffset, int n) {
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
