package io.bytezip.train.data;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * The decoded bytes of one training file and the layout they have.
 *
 * @param layout how the bytes lie
 * @param bytes file bytes, interleaved pixels, or PCM
 */
record FileData(Layout layout, byte[] bytes) {
  /** The usual size of JPEG pictures. */
  static final double HALF = 0.5;

  /**
   * Reads a file.
   *
   * @param jpegScale the size that JPEG pictures come at, above 0 to 1: at full size they would
   *     teach JPEG's own texture. One half is by a box filter where there are two rows and columns,
   *     others by {@link Resampler}
   * @throws IOException also when the file is of no readable kind
   */
  static FileData read(Path file, Modality modality, double jpegScale) throws IOException {
    return switch (modality) {
      case TEXT -> new FileData(new BytesLayout(), Files.readAllBytes(file));
      case IMAGE -> image(file, jpegScale);
      case AUDIO -> audio(file);
    };
  }

  /** The same bytes seen as plain ones. */
  FileData raw() {
    return new FileData(new BytesLayout(), bytes);
  }

  private static FileData image(Path file, double jpegScale) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      if (in == null) {
        throw new IOException("cannot be read");
      }
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("no picture of a known format");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        boolean jpeg = reader.getFormatName().equalsIgnoreCase("jpeg");
        return pixels(reader.read(0), jpeg ? jpegScale : 1);
      } finally {
        reader.dispose();
      }
    }
  }

  private static FileData pixels(BufferedImage image, double scale) {
    int width = image.getWidth();
    int height = image.getHeight();
    int channels = channels(image);
    byte[] bytes = new byte[Math.multiplyExact(Math.multiplyExact(width, height), channels)];
    if (channels == 1) {
      int[] row = new int[width];
      for (int y = 0, at = 0; y < height; y++) {
        image.getRaster().getSamples(0, y, width, 1, 0, row);
        for (int value : row) {
          bytes[at++] = (byte) value;
        }
      }
    } else {
      int[] row = new int[width];
      for (int y = 0, at = 0; y < height; y++) {
        image.getRGB(0, y, width, 1, row, 0, width);
        for (int argb : row) {
          bytes[at++] = (byte) (argb >> 16);
          bytes[at++] = (byte) (argb >> 8);
          bytes[at++] = (byte) argb;
          if (channels == 4) {
            bytes[at++] = (byte) (argb >> 24);
          }
        }
      }
    }
    if (scale == HALF) {
      if (width >= 2 && height >= 2) {
        bytes = halved(bytes, width, height, channels);
        width /= 2;
      }
    } else if (scale < 1) {
      int newWidth = (int) Math.max(1, Math.round(width * scale));
      int newHeight = (int) Math.max(1, Math.round(height * scale));
      bytes = Resampler.resample(bytes, width, height, channels, newWidth, newHeight);
      width = newWidth;
    }
    return new FileData(new PixelsLayout(width, channels, false), bytes);
  }

  /** 1: grey or palette index in 8 bits; 4: with alpha; else 3. */
  private static int channels(BufferedImage image) {
    boolean bytes = image.getRaster().getSampleModel().getSampleSize(0) == 8;
    if (image.getColorModel() instanceof IndexColorModel) {
      return bytes ? 1 : 3;
    }
    if (image.getColorModel().getNumComponents() == 1) {
      return bytes ? 1 : 3;
    }
    return image.getColorModel().hasAlpha() ? 4 : 3;
  }

  /** Means of 2 x 2 pixels, rounded; an odd last column or row is dropped. */
  static byte[] halved(byte[] bytes, int width, int height, int channels) {
    int w = width / 2;
    int h = height / 2;
    byte[] half = new byte[w * h * channels];
    int at = 0;
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        for (int c = 0; c < channels; c++) {
          int i = (2 * y * width + 2 * x) * channels + c;
          int below = i + width * channels;
          int sum =
              (bytes[i] & 255)
                  + (bytes[i + channels] & 255)
                  + (bytes[below] & 255)
                  + (bytes[below + channels] & 255);
          half[at++] = (byte) ((sum + 2) >> 2);
        }
      }
    }
    return half;
  }

  /** A colour picture as the luma of ITU-R BT.601, rounded; anything else as it is. */
  FileData grey() {
    if (!(layout instanceof PixelsLayout pixels) || pixels.channels() != 3) {
      return this;
    }
    byte[] luma = new byte[bytes.length / 3];
    for (int i = 0; i < luma.length; i++) {
      int red = bytes[3 * i] & 255;
      int green = bytes[3 * i + 1] & 255;
      int blue = bytes[3 * i + 2] & 255;
      luma[i] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
    }
    return new FileData(new PixelsLayout(pixels.width(), 1, false), luma);
  }

  private static FileData audio(Path file) throws IOException {
    try (AudioInputStream in = AudioSystem.getAudioInputStream(file.toFile())) {
      AudioFormat format = in.getFormat();
      int bits = format.getSampleSizeInBits();
      int channels = format.getChannels();
      if (bits != 8 && bits != 16 && bits != 24 || channels < 1 || channels > 2) {
        throw new IOException(bits + " bits and " + channels + " channels are not trained on");
      }
      boolean pcm =
          format.getEncoding().equals(Encoding.PCM_SIGNED)
              || format.getEncoding().equals(Encoding.PCM_UNSIGNED);
      if (pcm) {
        boolean signed = format.getEncoding().equals(Encoding.PCM_SIGNED);
        return new FileData(
            new SamplesLayout(channels, bits, signed, format.isBigEndian()), in.readAllBytes());
      }
      AudioFormat plain =
          new AudioFormat(
              Encoding.PCM_SIGNED,
              format.getSampleRate(),
              bits,
              channels,
              channels * bits / 8,
              format.getSampleRate(),
              false);
      try (AudioInputStream decoded = AudioSystem.getAudioInputStream(plain, in)) {
        return new FileData(new SamplesLayout(channels, bits, true, false), decoded.readAllBytes());
      }
    } catch (UnsupportedAudioFileException | IllegalArgumentException e) {
      throw new IOException("no recording of a known format", e);
    }
  }
}
