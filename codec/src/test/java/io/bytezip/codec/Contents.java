package io.bytezip.codec;

import io.bytezip.engine.Session;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.LiveSegment;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Synthetic contents; the same seed gives the same bytes. */
final class Contents {
  private static final String[] WORDS = {
    "the", "lane", "of", "a", "small", "model", "codes", "bytes", "and", "then", "more", "\n", "12",
    "{", "}", "return", "straße", "."
  };

  private Contents() {}

  static byte[] constant(int length, long seed) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) seed);
    return bytes;
  }

  static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  /** Words in random order. */
  static byte[] text(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; ) {
      byte[] word = (WORDS[random.nextInt(WORDS.length)] + " ").getBytes(StandardCharsets.UTF_8);
      int count = Math.min(word.length, length - i);
      System.arraycopy(word, 0, bytes, i, count);
      i += count;
    }
    return bytes;
  }

  /** Independent bytes, small ones more often. */
  static byte[] skewed(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) random.nextInt(1 + random.nextInt(1 + random.nextInt(64)));
    }
    return bytes;
  }

  /** A recording: 16 bits, two channels, a chunk after the samples. */
  static byte[] wav(int frames, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ByteBuffer file = ByteBuffer.allocate(44 + frames * 4 + 12).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ascii("RIFF")).putInt(file.capacity() - 8).put(ascii("WAVEfmt ")).putInt(16);
    file.putShort((short) 1).putShort((short) 2).putInt(44_100).putInt(176_400);
    file.putShort((short) 4).putShort((short) 16).put(ascii("data")).putInt(frames * 4);
    double left = 0;
    for (int i = 0; i < frames; i++) {
      left = 0.95 * left + 400 * (random.nextDouble() - 0.5);
      file.putShort((short) (left + 3000 * Math.sin(i * 0.05)));
      file.putShort((short) (left / 2 + 100 * random.nextDouble()));
    }
    return file.put(ascii("LIST")).putInt(4).put(ascii("INFO")).array();
  }

  /** A smooth picture with some noise: its pixels, red, green, blue. */
  static byte[] pixels(int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] pixels = new byte[width * height * 3];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      double light = 128 + 60 * Math.sin(x * 0.1) + 50 * Math.cos(y * 0.07);
      pixels[i] = (byte) (light + random.nextInt(9) + 5 * (i % 3));
    }
    return pixels;
  }

  /** A picture in the format PPM. */
  static byte[] ppm(int width, int height, long seed) {
    return ppm(width, height, pixels(width, height, seed));
  }

  /** A picture of these pixels in the format PPM. */
  static byte[] ppm(int width, int height, byte[] pixels) {
    return Corpus.joined(ascii("P6\n" + width + " " + height + "\n255\n"), pixels);
  }

  /** A picture in the format PNG. */
  static byte[] png(int width, int height, long seed) {
    return png(width, height, pixels(width, height, seed));
  }

  /** A picture of these pixels in the format PNG. */
  static byte[] png(int width, int height, byte[] pixels) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      int at = 3 * i;
      int rgb = (pixels[at] & 255) << 16 | (pixels[at + 1] & 255) << 8 | pixels[at + 2] & 255;
      image.setRGB(i % width, i / width, rgb);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** What a model thinks likely: drawn from its own probabilities, so that it beats LZMA2 on it. */
  static byte[] drawnFrom(NamedModel model, Layout layout, int length, int lanes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = new byte[length];
    LiveSegment segment = layout.open(null, bytes, lanes);
    int count = segment.lanes();
    int inputs = layout.contextSizes().length;
    Session session = model.model().open(layout.id(), count);
    int[] previous = new int[count];
    Arrays.fill(previous, 256);
    int[] context = new int[count * inputs];
    float[] weights = new float[count * 256];
    int active = count;
    for (int step = 0; step < segment.lane(0).length(); step++) {
      while (segment.lane(active - 1).length() <= step) {
        active--;
      }
      for (int i = 0; i < active; i++) {
        segment.lane(i).context(context, i * inputs);
      }
      session.step(active, previous, context, weights);
      for (int i = 0; i < active; i++) {
        previous[i] = draw(random, weights, i * 256);
        segment.lane(i).accept((previous[i] + segment.lane(i).rotation()) & 0xFF);
      }
    }
    return bytes;
  }

  private static int draw(SplittableRandom random, float[] weights, int offset) {
    double total = 0;
    for (int i = 0; i < 256; i++) {
      total += weights[offset + i];
    }
    double left = random.nextDouble(total);
    for (int i = 0; i < 255; i++) {
      left -= weights[offset + i];
      if (left < 0) {
        return i;
      }
    }
    return 255;
  }
}
