package io.bytezip.codec;

import io.bytezip.modalities.BytesLayout;
import java.io.IOException;
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
 * Streams from end to end, in thousands of bytes a second: 2.5 million parameters, window 256, 64
 * lanes of plain bytes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class CodecBenchmark {
  private static final int KILOBYTES = 256;

  /** Threads that share the lanes. */
  @Param({"1", "2"})
  public int threads;

  private PredictorSource models;
  private CompressOptions options;
  private byte[] content;
  private byte[] archive;

  /** Draws the content from the model itself, so that the model is not given up. */
  @Setup(Level.Trial)
  public void prepare() {
    NamedModel model = TinyModels.production();
    models = PredictorSource.of(TinyModels.source(model));
    options =
        CompressOptions.DEFAULTS
            .withThreads(threads)
            .withLanes(64)
            .withProfile(CompressOptions.Profile.FROZEN);
    content = Contents.drawnFrom(model, new BytesLayout(), KILOBYTES * 1000, 64, 1);
    archive = Archives.compress(content, models, options);
  }

  /** One archive of {@link #KILOBYTES}. */
  @Benchmark
  @OperationsPerInvocation(KILOBYTES)
  public byte[] compress() {
    return Archives.compress(content, models, options);
  }

  /** The same back. */
  @Benchmark
  @OperationsPerInvocation(KILOBYTES)
  public byte[] decompress() throws IOException {
    return Archives.decompress(archive, models, DecompressOptions.DEFAULTS.withThreads(threads));
  }
}
