package io.bytezip.engine;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Matrix products at production shapes, and the peak of the core to hold them against. The column
 * {@code gflops} is what to read: thousand million floating-point operations a second of wall time.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class GemmBenchmark {
  /** Operations so far, in units that make a rate of 1 one GFLOP/s. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Rate {
    public double gflops;

    @Setup(Level.Iteration)
    public void clear() {
      gflops = 0;
    }
  }

  /** A weight matrix and activations of {@code rows} lanes. */
  @State(Scope.Thread)
  public static class Product {
    @Param({"64", "32", "8", "4", "1"})
    public int rows;

    @Param({"160x192", "192x160", "192x1024", "512x192", "160x416", "416x160"})
    public String shape;

    @Param({"vector"})
    public String kernel;

    Kernel chosen;
    Matrix matrix;
    float[] in;
    float[] out;

    @Setup
    public void fill() {
      chosen = kernel.equals("scalar") ? new ScalarKernel() : new VectorKernel();
      int inputs = Integer.parseInt(shape.substring(0, shape.indexOf('x')));
      int outputs = Integer.parseInt(shape.substring(shape.indexOf('x') + 1));
      SplittableRandom random = new SplittableRandom(1);
      float[] weights = new float[inputs * outputs];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) random.nextDouble() - 0.5f;
      }
      matrix = Matrix.of(weights, outputs, inputs);
      in = new float[rows * inputs];
      for (int i = 0; i < in.length; i++) {
        in[i] = (float) random.nextDouble() - 0.5f;
      }
      out = new float[rows * matrix.outputs()];
    }
  }

  @Benchmark
  public float[] product(Product product, Rate rate) {
    Matrix matrix = product.matrix;
    matrix.multiply(product.chosen, product.rows, product.in, matrix.inputs(), product.out);
    rate.gflops += 2e-9 * product.rows * matrix.inputs() * matrix.outputs();
    return product.out;
  }

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int ROUNDS = 100_000;

  /**
   * Twelve independent chains of fused multiply-adds in registers: nothing is faster on this core.
   */
  @Benchmark
  public float peak(Rate rate) {
    FloatVector factor = FloatVector.broadcast(FLOATS, 0.5f);
    FloatVector term = FloatVector.broadcast(FLOATS, 1e-9f);
    FloatVector a = term;
    FloatVector b = term;
    FloatVector c = term;
    FloatVector d = term;
    FloatVector e = term;
    FloatVector f = term;
    FloatVector g = term;
    FloatVector h = term;
    FloatVector i = term;
    FloatVector j = term;
    FloatVector k = term;
    FloatVector l = term;
    for (int round = 0; round < ROUNDS; round++) {
      a = a.fma(factor, term);
      b = b.fma(factor, term);
      c = c.fma(factor, term);
      d = d.fma(factor, term);
      e = e.fma(factor, term);
      f = f.fma(factor, term);
      g = g.fma(factor, term);
      h = h.fma(factor, term);
      i = i.fma(factor, term);
      j = j.fma(factor, term);
      k = k.fma(factor, term);
      l = l.fma(factor, term);
    }
    rate.gflops += 2e-9 * 12 * ROUNDS * FLOATS.length();
    FloatVector sum = a.add(b).add(c).add(d).add(e).add(f);
    return sum.add(g).add(h).add(i).add(j).add(k).add(l).lane(0);
  }
}
