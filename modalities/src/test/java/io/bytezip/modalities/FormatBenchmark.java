package io.bytezip.modalities;

import io.bytezip.modalities.recipe.Restorer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Opening and restoring a file of 3 MB inside: milliseconds, so 150 ms are 20 MB/s. Opening
 * includes the restoring that checks it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class FormatBenchmark {
  private static final int BLOCK = 1 << 24;

  /** What is opened. */
  @Param({"plain", "png", "gzip"})
  private String kind;

  private byte[] file;
  private Plan plan;
  private List<byte[]> segments;

  /** Makes a file with 3 MB inside, and says how large it is. */
  @Setup
  public void make() throws IOException {
    file =
        switch (kind) {
          case "png" -> png();
          case "gzip" -> gzip(text());
          default -> text();
        };
    plan = open();
    segments = plan.segments().stream().map(Segment::bytes).toList();
    long inside = segments.stream().mapToLong(bytes -> bytes.length).sum();
    System.out.println(kind + ": " + file.length + " bytes, " + inside + " inside");
  }

  private static byte[] text() {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    String[] words = new String[2000];
    for (int i = 0; i < words.length; i++) {
      words[i] = Integer.toString(random.nextInt(1 << 30), 36) + (i % 9 == 0 ? ".\n" : " ");
    }
    while (text.length() < 3_000_000) {
      text.append(words[(int) (words.length * Math.pow(random.nextDouble(), 3))]);
    }
    return text.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] png() throws IOException {
    BufferedImage image = new BufferedImage(1000, 1000, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    for (int y = 0; y < 1000; y++) {
      for (int x = 0; x < 1000; x++) {
        int red = x / 5 + random.nextInt(6);
        int green = y / 5 + random.nextInt(6);
        image.setRGB(x, y, red << 16 | green << 8 | (red + green) / 2);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  /** A segmenter on the whole file. */
  @Benchmark
  public Plan open() {
    return new Segmenter(BLOCK, BLOCK).next(file, 0, file.length, true);
  }

  /** What a decoder does. */
  @Benchmark
  public byte[] restore() throws IOException {
    return Restorer.restore(plan.recipe(), segments, file.length);
  }
}
