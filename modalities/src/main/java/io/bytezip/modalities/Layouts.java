package io.bytezip.modalities;

import io.bytezip.modalities.recipe.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Layouts as bytes: a kind (0 bytes, 1 pixels, 2 samples), the layout's version, and its
 * parameters. Pixels: width as a varint (seven bits a byte, low first), then channels + 8 if blue
 * comes first. Samples: one byte, channels - 1 in bit 0, bits / 8 in bits 1 to 2, signed in bit 3,
 * big-endian in bit 4.
 */
public final class Layouts {
  private static final int BYTES = 0;
  private static final int PIXELS = 1;
  private static final int SAMPLES = 2;

  /** Wider rasters are refused: no block holds one row of them. */
  private static final int MAX_WIDTH = 1 << 26;

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
      case SamplesLayout samples -> {
        out.writeByte(SAMPLES);
        out.writeByte(samples.version());
        out.writeByte(
            samples.channels() - 1
                | samples.bits() / 8 << 1
                | (samples.signed() ? 8 : 0)
                | (samples.bigEndian() ? 16 : 0));
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

  private static Layout readSamples(DataInput in) throws IOException {
    int kind = in.readUnsignedByte();
    int bytes = kind >> 1 & 3;
    if (kind > 31 || bytes == 0) {
      throw new MalformedRecipeException("unknown kind of samples " + kind);
    }
    return new SamplesLayout((kind & 1) + 1, bytes * 8, (kind & 8) != 0, (kind & 16) != 0);
  }
}
