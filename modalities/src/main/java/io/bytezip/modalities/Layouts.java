package io.bytezip.modalities;

import io.bytezip.modalities.recipe.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Layouts as bytes: a kind (0 bytes, 1 pixels, 2 samples, 3 pixels of 16 bits), the layout's
 * version, and its parameters. Pixels: width as a varint (seven bits a byte, low first), then
 * channels + 8 if blue comes first; of 16 bits: + 8 if big-endian. Samples: one byte, bits / 8
 * modulo 4 in bits 1 to 2, signed in bit 3, big-endian in bit 4, channels - 1 in bits 0, 5 and 6,
 * the lowest first.
 */
public final class Layouts {
  private static final int BYTES = 0;
  private static final int PIXELS = 1;
  private static final int SAMPLES = 2;
  private static final int PIXELS_16 = 3;

  /** Wider rasters are refused: no block holds one row of them. */
  static final int MAX_WIDTH = 1 << 26;

  private Layouts() {}

  /** Writes 2 to 7 bytes. */
  public static void write(Layout layout, DataOutput out) throws IOException {
    switch (layout) {
      case BytesLayout bytes -> {
        out.writeByte(BYTES);
        out.writeByte(bytes.version());
      }
      case PixelsLayout pixels -> {
        out.writeByte(PIXELS);
        out.writeByte(pixels.version());
        Varint.write(out, pixels.width());
        out.writeByte(pixels.channels() | (pixels.blueFirst() ? 8 : 0));
      }
      case Pixels16Layout pixels -> {
        out.writeByte(PIXELS_16);
        out.writeByte(pixels.version());
        Varint.write(out, pixels.width());
        out.writeByte(pixels.channels() | (pixels.bigEndian() ? 8 : 0));
      }
      case SamplesLayout samples -> {
        out.writeByte(SAMPLES);
        out.writeByte(samples.version());
        out.writeByte(
            samples.channels() - 1 & 1
                | (samples.bits() / 8 & 3) << 1
                | (samples.signed() ? 8 : 0)
                | (samples.bigEndian() ? 16 : 0)
                | samples.channels() - 1 >> 1 << 5);
      }
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws MalformedRecipeException if the kind or version is unknown, or a parameter out of range
   * @throws java.io.EOFException if the bytes end early
   */
  public static Layout read(DataInput in) throws IOException {
    int kind = in.readUnsignedByte();
    int version = in.readUnsignedByte();
    Layout layout =
        switch (kind) {
          case BYTES -> new BytesLayout();
          case PIXELS -> readPixels(in);
          case SAMPLES -> readSamples(in);
          case PIXELS_16 -> readPixels16(in);
          default -> throw new MalformedRecipeException("unknown layout " + kind);
        };
    if (layout.version() != version) {
      throw new MalformedRecipeException(
          "unknown version " + version + " of layout " + layout.id());
    }
    return layout;
  }

  private static Layout readPixels(DataInput in) throws IOException {
    int width = Varint.read(in, 1, MAX_WIDTH);
    int kind = in.readUnsignedByte();
    int channels = kind & 7;
    boolean blueFirst = (kind & 8) != 0;
    if (kind > 15 || channels < 1 || channels > 4 || blueFirst && channels < 3) {
      throw new MalformedRecipeException("unknown kind of pixels " + kind);
    }
    return new PixelsLayout(width, channels, blueFirst);
  }

  private static Layout readPixels16(DataInput in) throws IOException {
    int width = Varint.read(in, 1, MAX_WIDTH);
    int kind = in.readUnsignedByte();
    int channels = kind & 7;
    if (kind > 15 || channels < 1 || channels > 4) {
      throw new MalformedRecipeException("unknown kind of pixels " + kind);
    }
    return new Pixels16Layout(width, channels, (kind & 8) != 0);
  }

  private static Layout readSamples(DataInput in) throws IOException {
    int kind = in.readUnsignedByte();
    if (kind > 127) {
      throw new MalformedRecipeException("unknown kind of samples " + kind);
    }
    int channels = 1 + (kind & 1 | kind >> 5 << 1);
    int bytes = kind >> 1 & 3;
    return new SamplesLayout(
        channels, bytes == 0 ? 32 : bytes * 8, (kind & 8) != 0, (kind & 16) != 0);
  }
}
