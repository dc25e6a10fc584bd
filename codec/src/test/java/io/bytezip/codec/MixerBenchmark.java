package io.bytezip.codec;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Lanes of one segment, in microseconds a byte: what the models that learn cost by themselves
 * ({@code ADAPTIVE}, and for speed {@code LIGHT}, {@code MEDIUM} and {@code STRONG}), and beside a
 * transformer ({@code MIXED}; {@code FROZEN} is that transformer alone: 2 layers of 128, window
 * 64).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 3, time = 5)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class MixerBenchmark {
  private static final int LENGTH = 240_000;

  /** What the segment holds. */
  @Param({"text", "pixels", "samples"})
  public String kind;

  /** What codes it. */
  @Param({"LIGHT", "MEDIUM", "STRONG", "ADAPTIVE", "FROZEN", "MIXED"})
  public Coding coding;

  /** Threads. */
  @Param({"1", "2"})
  public int threads;

  /** Lanes. */
  @Param({"16"})
  public int lanes;

  private PredictorSource models;
  private Layout layout;
  private byte[] content;
  private byte[] stream;

  /** Makes content, model and stream. */
  @Setup(Level.Trial)
  public void prepare() throws CorruptArchiveException {
    switch (kind) {
      case "text" -> {
        layout = new BytesLayout();
        content = Contents.text(LENGTH, 1);
      }
      case "pixels" -> {
        layout = new PixelsLayout(400, 3, false);
        content = Contents.pixels(400, LENGTH / 1200, 1);
      }
      default -> {
        layout = new SamplesLayout(2, 16, true, false);
        content = Contents.wav(LENGTH / 4, 1);
      }
    }
    models = PredictorSource.of(TinyModels.source(TinyModels.small(layout)));
    stream = Lanes.encode(layout, content, lanes, coding, models, threads);
  }

  /** There. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public byte[] encode() throws CorruptArchiveException {
    return Lanes.encode(layout, content, lanes, coding, models, threads);
  }

  /** And back. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public byte[] decode() throws CorruptArchiveException {
    return Lanes.decode(layout, stream, content.length, lanes, coding, models, threads);
  }
}
