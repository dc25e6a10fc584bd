package io.bytezip.eval;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.Deflater;
import net.sourceforge.javaflacencoder.EncodingConfiguration;
import net.sourceforge.javaflacencoder.FLACEncoder;
import net.sourceforge.javaflacencoder.FLACStreamOutputStream;
import net.sourceforge.javaflacencoder.StreamConfiguration;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * The compressors of the paper's tables, as far as they exist in Java: gzip and LZMA2 for
 * everything, PNG, FLAC.
 */
final class Baselines {
  private static final int MAX_DICTIONARY = 64 << 20;
  private static final int FLAC_BLOCK = 4096;

  private Baselines() {}

  /** All of them, in the order of the columns. */
  static List<Contender> inProcess() {
    return List.of(
        new InProcess("gzip", "java.util.zip's deflate, level 9", Baselines::gzip),
        new InProcess("LZMA2", "XZ for Java, preset 9e, dictionary 64 MiB", Baselines::lzma2),
        new InProcess(
            "PNG",
            "java.util.zip's deflate, level 9, the best of four filter choices",
            Baselines::png),
        new InProcess(
            "FLAC", "java-flac-encoder 0.3.7, all subframe types tried", Baselines::flac));
  }

  private interface Sizer {
    OptionalLong size(Subject subject) throws IOException;
  }

  /** They only count what they would write, so there is no way back. */
  private record InProcess(String name, String description, Sizer sizer) implements Contender {
    @Override
    public Optional<Measurement> measure(Subject subject, boolean back) throws IOException {
      long start = System.nanoTime();
      OptionalLong size = sizer.size(subject);
      double seconds = (System.nanoTime() - start) / 1e9;
      return size.isEmpty()
          ? Optional.empty()
          : Optional.of(new Measurement(size.getAsLong(), seconds, Double.NaN, 0, List.of()));
    }
  }

  private static OptionalLong gzip(Subject subject) throws IOException {
    GzipParameters parameters = new GzipParameters();
    parameters.setCompressionLevel(Deflater.BEST_COMPRESSION);
    Counter counter = new Counter();
    try (OutputStream out = new GzipCompressorOutputStream(counter, parameters)) {
      out.write(subject.bytes());
    }
    return OptionalLong.of(counter.count());
  }

  /** A dictionary larger than the file would only cost memory. */
  private static OptionalLong lzma2(Subject subject) throws IOException {
    LZMA2Options options = new LZMA2Options(LZMA2Options.PRESET_MAX);
    options.setNiceLen(LZMA2Options.NICE_LEN_MAX);
    options.setDepthLimit(512);
    options.setDictSize(
        Math.clamp(subject.bytes().length, LZMA2Options.DICT_SIZE_MIN, MAX_DICTIONARY));
    Counter counter = new Counter();
    try (OutputStream out = new XZOutputStream(counter, options)) {
      out.write(subject.bytes());
    }
    return OptionalLong.of(counter.count());
  }

  private static OptionalLong png(Subject subject) {
    return subject.content() instanceof Content.Picture picture
        ? OptionalLong.of(PngSize.of(subject.bytes(), picture))
        : OptionalLong.empty();
  }

  private static OptionalLong flac(Subject subject) throws IOException {
    if (!(subject.content() instanceof Content.Sound sound)
        || sound.bits() != 16
        || sound.channels() > 2) {
      return OptionalLong.empty();
    }
    int frames = sound.length() / (2 * sound.channels());
    StreamConfiguration stream =
        new StreamConfiguration(
            sound.channels(), FLAC_BLOCK, FLAC_BLOCK, sound.rate(), sound.bits());
    if (!stream.isValid() || frames == 0) {
      return OptionalLong.empty();
    }
    int[] samples = new int[frames * sound.channels()];
    for (int i = 0; i < samples.length; i++) {
      int at = sound.offset() + 2 * i;
      samples[i] = (short) (subject.bytes()[at + 1] << 8 | (subject.bytes()[at] & 255));
    }
    EncodingConfiguration encoding = new EncodingConfiguration();
    encoding.setSubframeType(EncodingConfiguration.SubframeType.EXHAUSTIVE);
    encoding.setChannelConfig(
        sound.channels() == 2
            ? EncodingConfiguration.ChannelConfig.EXHAUSTIVE
            : EncodingConfiguration.ChannelConfig.INDEPENDENT);
    encoding.setMaxLPCOrder(EncodingConfiguration.MAX_LPC_ORDER);
    FLACEncoder encoder = new FLACEncoder();
    encoder.setStreamConfiguration(stream);
    encoder.setEncodingConfiguration(encoding);
    Counter counter = new Counter();
    encoder.setOutputStream(new FLACStreamOutputStream(counter));
    encoder.openFLACStream();
    encoder.addSamples(samples, frames);
    int left = frames;
    while (left > 0) {
      int done = encoder.encodeSamples(left, true);
      if (done <= 0) {
        throw new IOException("FLAC encoder stopped at " + (frames - left));
      }
      left -= done;
    }
    return OptionalLong.of(counter.count());
  }

  /** Counts what would be written. */
  private static final class Counter extends OutputStream {
    private long count;

    @Override
    public void write(int b) {
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      count += length;
    }

    long count() {
      return count;
    }
  }
}
