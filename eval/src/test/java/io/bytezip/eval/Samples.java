package io.bytezip.eval;

import io.bytezip.engine.Model;
import io.bytezip.engine.ModelConfig;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modelzoo.ModelFile;
import io.bytezip.modelzoo.Safetensors;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import net.sourceforge.javaflacencoder.FLACEncoder;
import net.sourceforge.javaflacencoder.FLACStreamOutputStream;
import net.sourceforge.javaflacencoder.StreamConfiguration;

/** Small files of each kind, and a model that likes the four letters of the text. */
final class Samples {
  static final String LETTERS = "etao";

  private Samples() {}

  /** Letters that no dictionary helps with: two bits each. */
  static byte[] text(int length, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] noise(int length, long seed) {
    byte[] noise = new byte[length];
    new Random(seed).nextBytes(noise);
    return noise;
  }

  static BufferedImage picture(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int argb = 0x40000000 | (x * 5 & 255) << 16 | (y * 3 & 255) << 8 | ((x + y) & 255);
        image.setRGB(x, y, argb);
      }
    }
    return image;
  }

  static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!ImageIO.write(image, "png", out)) {
      throw new IOException("no PNG writer");
    }
    return out.toByteArray();
  }

  /** A tone with some noise, 16 bits, interleaved. */
  static short[] tone(int frames, int channels) {
    Random random = new Random(frames);
    short[] samples = new short[frames * channels];
    for (int i = 0; i < samples.length; i++) {
      int frame = i / channels;
      double phase = (double) frame / (7 + i % channels);
      samples[i] = (short) (9000 * StrictMath.sin(phase) + random.nextInt(64));
    }
    return samples;
  }

  static byte[] wav(short[] samples, int channels, int rate) {
    int length = 2 * samples.length;
    ByteBuffer wav = ByteBuffer.allocate(44 + length).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + length);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) channels).putInt(rate);
    wav.putInt(2 * rate * channels).putShort((short) (2 * channels)).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(length);
    for (short sample : samples) {
      wav.putShort(sample);
    }
    return wav.array();
  }

  static byte[] flac(short[] samples, int channels, int rate) throws IOException {
    int frames = samples.length / channels;
    int[] wide = new int[samples.length];
    for (int i = 0; i < samples.length; i++) {
      wide[i] = samples[i];
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FLACEncoder encoder = new FLACEncoder();
    encoder.setStreamConfiguration(new StreamConfiguration(channels, 512, 512, rate, 16));
    encoder.setOutputStream(new FLACStreamOutputStream(out));
    encoder.openFLACStream();
    encoder.addSamples(wide, frames);
    int left = frames;
    while (left > 0) {
      left -= encoder.encodeSamples(left, true);
    }
    // A stream can't go back to state how many frames there were.
    return ByteBuffer.wrap(out.toByteArray()).putInt(22, frames).array();
  }

  /** A model whose weights are zero but for the output's bias: it expects the letters. */
  static ModelFile model(String name) throws IOException {
    BytesLayout layout = new BytesLayout();
    ModelConfig config =
        new ModelConfig(
            4,
            1,
            1,
            4,
            4,
            List.of(2),
            ModelConfig.Norm.RMS,
            true,
            1e-5f,
            ModelConfig.Positions.NONE,
            10000,
            0,
            List.of(
                new ModelConfig.LayoutInputs(
                    layout.id(),
                    layout.version(),
                    Arrays.stream(layout.contextSizes()).boxed().toList())),
            List.of(),
            false);
    Map<String, float[]> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, int[]> entry : Model.shapes(config).entrySet()) {
      int elements = Arrays.stream(entry.getValue()).reduce(1, (a, b) -> a * b);
      tensors.put(entry.getKey(), new float[elements]);
    }
    for (int i = 0; i < LETTERS.length(); i++) {
      tensors.get("output.bias")[LETTERS.charAt(i)] = 12;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelFile.write(out, Safetensors.DType.F16, name, config, tensors::get, Map.of());
    return ModelFile.of(out.toByteArray());
  }
}
