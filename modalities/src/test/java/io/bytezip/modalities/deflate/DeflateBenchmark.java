package io.bytezip.modalities.deflate;

import io.bytezip.modalities.MalformedRecipeException;
import io.bytezip.modalities.deflate.DeflateSettings.Strategy;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
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
 * How fast streams are taken apart and made again: MB/s of the plain bytes ({@code plain}) and of
 * the stream ({@code stream}).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DeflateBenchmark {
  private static final int LENGTH = 1 << 20;

  /** What is deflated: words of a made-up language, or rows of a noisy picture. */
  @Param({"words", "rows"})
  public String data;

  /** zlib's level; 0 for an encoder that isn't zlib: every 20th literal or match is another one. */
  @Param({"1", "6", "9", "0"})
  public int level;

  private byte[] plain;
  private byte[] stream;
  private Inflated inflated;

  /** Megabytes, counted. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Megabytes {
    /** Of plain bytes. */
    public double plain;

    /** Of the stream. */
    public double stream;

    /** Starts again. */
    @Setup(Level.Iteration)
    public void reset() {
      plain = 0;
      stream = 0;
    }

    private void add(DeflateBenchmark run) {
      plain += run.plain.length / 1e6;
      stream += run.stream.length / 1e6;
    }
  }

  /** Makes the data. */
  @Setup(Level.Trial)
  public void make() throws MalformedRecipeException {
    plain = data.equals("words") ? words() : rows();
    stream = level == 0 ? SloppyStream.of(plain, new Random(7)) : zlib(plain, level);
    inflated = DeflateAnalyser.analyse(stream, 0, stream.length, LENGTH).orElseThrow();
  }

  private static byte[] words() {
    Random random = new Random(1);
    String[] words = new String[4000];
    for (int i = 0; i < words.length; i++) {
      StringBuilder word = new StringBuilder();
      for (int k = 1 + random.nextInt(9); k >= 0; k--) {
        word.append((char) ('a' + random.nextInt(1 + random.nextInt(26))));
      }
      words[i] = word.append(' ').toString();
    }
    StringBuilder text = new StringBuilder();
    while (text.length() < LENGTH) {
      text.append(words[random.nextInt(1 + random.nextInt(words.length))]);
    }
    return text.substring(0, LENGTH).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] rows() {
    Random random = new Random(2);
    byte[] rows = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      rows[i] = (byte) (random.nextGaussian() * 4);
    }
    return rows;
  }

  private static byte[] zlib(byte[] plain, int level) throws MalformedRecipeException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DeflateSettings settings = new DeflateSettings(level, 8, Strategy.DEFAULT, 15);
    DeflateRestorer.restore(
        plain,
        0,
        plain.length,
        new Recreation(settings, new byte[0]),
        (bytes, length) -> {
          out.write(bytes, 0, length);
          return true;
        });
    return out.toByteArray();
  }

  /** Opening. */
  @Benchmark
  public Object analyse(Megabytes megabytes) {
    megabytes.add(this);
    return DeflateAnalyser.analyse(stream, 0, stream.length, LENGTH);
  }

  /** Restoring. */
  @Benchmark
  public int restore(Megabytes megabytes) throws MalformedRecipeException {
    megabytes.add(this);
    int[] size = new int[1];
    DeflateRestorer.restore(
        inflated.plain(),
        0,
        LENGTH,
        inflated.recreation(),
        (bytes, length) -> {
          size[0] += length;
          return true;
        });
    return size[0];
  }

  /** What the JDK's zlib takes for the same tokens: restoring can hardly take less. */
  @Benchmark
  public int zlib(Megabytes megabytes) {
    megabytes.add(this);
    Deflater deflater = new Deflater(level == 0 ? 6 : level, true);
    deflater.setInput(plain);
    deflater.finish();
    byte[] buffer = new byte[1 << 16];
    int size = 0;
    while (!deflater.finished()) {
      size += deflater.deflate(buffer);
    }
    deflater.end();
    return size;
  }
}
