package io.bytezip.engine;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
 * Whole decode steps on one core, windows full, three taps. The column {@code kilobytes} is what to
 * read: thousand bytes a second, all lanes together.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class DecodeBenchmark {
  /** Bytes so far, in thousands. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Rate {
    public double kilobytes;

    @Setup(Level.Iteration)
    public void clear() {
      kilobytes = 0;
    }
  }

  /**
   * Layers x width; 6x192 has 2.6 million parameters and windows of 256, 2x128 and 2x96 have
   * windows of 64.
   */
  @Param({"6x192", "2x128", "2x96"})
  public String model;

  @Param({"64", "16", "4", "1"})
  public int lanes;

  @Param({"vector"})
  public String kernel;

  private Session session;
  private int[] previous;
  private int[] context;
  private float[] weights;
  private SplittableRandom random;

  static ModelConfig config(String model) {
    TestModels.Shape shape = new TestModels.Shape();
    shape.contextSizes = List.of(257, 257, 257);
    shape.heads = 4;
    switch (model) {
      case "6x192" -> {
        shape.width = 192;
        shape.headWidth = 48;
        shape.hidden = 512;
        shape.windows = List.of(256, 256, 256, 256, 256, 256);
      }
      case "2x128" -> {
        shape.width = 128;
        shape.headWidth = 32;
        shape.hidden = 352;
        shape.windows = List.of(64, 64);
      }
      case "2x96" -> {
        shape.width = 96;
        shape.headWidth = 32;
        shape.hidden = 256;
        shape.windows = List.of(64, 64);
      }
      default -> throw new IllegalArgumentException(model);
    }
    return shape.config();
  }

  @Setup
  public void fill() {
    Kernel chosen = kernel.equals("scalar") ? new ScalarKernel() : new VectorKernel();
    session = TestModels.model(config(model), 1).open(TestModels.LAYOUT, lanes, chosen);
    previous = new int[lanes];
    context = new int[3 * lanes];
    weights = new float[256 * lanes];
    random = new SplittableRandom(1);
    for (int t = 0; t < 256; t++) {
      advance();
    }
  }

  private void advance() {
    for (int i = 0; i < previous.length; i++) {
      previous[i] = random.nextInt(256);
    }
    for (int i = 0; i < context.length; i++) {
      context[i] = random.nextInt(257);
    }
    session.step(lanes, previous, context, weights);
  }

  @Benchmark
  public float[] step(Rate rate) {
    advance();
    rate.kilobytes += 1e-3 * lanes;
    return weights;
  }
}
