package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The chunks of a QOI picture and the eight bytes behind them, as the reference encoder chooses
 * them (qoiformat.org, specification of 2022). Takes the pixels.
 *
 * @param channels 3 for red, green, blue; 4 with alpha
 */
public record Qoi(int channels) implements Transform {
  private static final int INDEX = 0;
  private static final int DIFF = 0x40;
  private static final int LUMA = 0x80;
  private static final int RUN = 0xC0;
  private static final int RGB = 0xFE;
  private static final int RGBA = 0xFF;
  private static final int MAX_RUN = 62;
  private static final int START = 255;
  private static final int END_BYTES = 8;

  @Override
  public int kind() {
    return 19;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(channels);
  }

  static Qoi read(DataInput in) throws IOException {
    int channels = in.readUnsignedByte();
    if (channels != 3 && channels != 4) {
      throw new MalformedRecipeException("QOI of " + channels + " channels");
    }
    return new Qoi(channels);
  }

  /** A pixel's bytes in one number, red highest. */
  private static int pixel(int red, int green, int blue, int alpha) {
    return (red & 255) << 24 | (green & 255) << 16 | (blue & 255) << 8 | alpha & 255;
  }

  private static int slot(int pixel) {
    int sum = (pixel >>> 24) * 3 + (pixel >> 16 & 255) * 5 + (pixel >> 8 & 255) * 7;
    return sum + (pixel & 255) * 11 & 63;
  }

  private int pixelAt(byte[] bytes, int at) {
    return pixel(bytes[at], bytes[at + 1], bytes[at + 2], channels == 4 ? bytes[at + 3] : 255);
  }

  @Override
  public void apply(byte[] input, RecipeOutput out) throws MalformedRecipeException {
    if (input.length % channels != 0) {
      throw new MalformedRecipeException("bytes that are no whole pixels");
    }
    int[] seen = new int[64];
    int last = START;
    int run = 0;
    for (int at = 0; at < input.length; at += channels) {
      int pixel = pixelAt(input, at);
      if (pixel == last) {
        run++;
        if (run == MAX_RUN || at + channels == input.length) {
          out.u8(RUN | run - 1);
          run = 0;
        }
        continue;
      }
      if (run > 0) {
        out.u8(RUN | run - 1);
        run = 0;
      }
      int slot = slot(pixel);
      if (seen[slot] == pixel) {
        out.u8(INDEX | slot);
      } else {
        seen[slot] = pixel;
        changed(pixel, last, out);
      }
      last = pixel;
    }
    out.zeros(END_BYTES - 1);
    out.u8(1);
  }

  private static void changed(int pixel, int last, RecipeOutput out)
      throws MalformedRecipeException {
    if ((pixel & 255) != (last & 255)) {
      out.u8(RGBA);
      out.bigEndian(pixel, 4);
      return;
    }
    int red = (byte) ((pixel >>> 24) - (last >>> 24));
    int green = (byte) ((pixel >> 16) - (last >> 16));
    int blue = (byte) ((pixel >> 8) - (last >> 8));
    int redLess = (byte) (red - green);
    int blueLess = (byte) (blue - green);
    if (isWithin(red, 2) && isWithin(green, 2) && isWithin(blue, 2)) {
      out.u8(DIFF | red + 2 << 4 | green + 2 << 2 | blue + 2);
    } else if (isWithin(redLess, 8) && isWithin(green, 32) && isWithin(blueLess, 8)) {
      out.u8(LUMA | green + 32);
      out.u8(redLess + 8 << 4 | blueLess + 8);
    } else {
      out.u8(RGB);
      out.bigEndian(pixel >>> 8, 3);
    }
  }

  private static boolean isWithin(int difference, int most) {
    return difference >= -most && difference < most;
  }

  /**
   * The pixels of chunks.
   *
   * @param from where the first chunk begins
   * @param to where the bytes end
   * @param pixels how many there are
   * @return null unless this encoder makes just these chunks
   */
  public Chunks apart(byte[] bytes, int from, int to, int pixels) {
    byte[] raster = new byte[Math.multiplyExact(pixels, channels)];
    int[] seen = new int[64];
    int pixel = START;
    int position = from;
    int run = 0;
    for (int at = 0; at < raster.length; at += channels) {
      if (run > 0) {
        run--;
      } else {
        int head = byteAt(bytes, position++, to);
        if (head < 0) {
          return null;
        }
        if (head >= RUN && head < RGB) {
          run = head & 63;
        } else {
          int size = head >= RGB ? head - RGB + 3 : head >= LUMA ? 1 : 0;
          if (size > to - position) {
            return null;
          }
          pixel = next(head, pixel, bytes, position, seen);
          position += size;
        }
        seen[slot(pixel)] = pixel;
      }
      for (int k = 0; k < channels; k++) {
        raster[at + k] = (byte) (pixel >> 24 - 8 * k);
      }
    }
    int size = position - from + END_BYTES;
    return size <= to - from && RecipeOutput.makes(this, raster, bytes, from, size)
        ? new Chunks(raster, size)
        : null;
  }

  /**
   * Chunks taken apart.
   *
   * @param raster the pixels
   * @param size bytes of the chunks and what ends them
   */
  public record Chunks(byte[] raster, int size) {}

  private static int byteAt(byte[] bytes, int at, int to) {
    return at < to ? bytes[at] & 255 : -1;
  }

  /** The pixel that a chunk other than a run says. */
  private static int next(int head, int last, byte[] bytes, int at, int[] seen) {
    if (head >= RGB) {
      int alpha = head == RGBA ? bytes[at + 3] : last;
      return pixel(bytes[at], bytes[at + 1], bytes[at + 2], alpha);
    }
    int red;
    int green;
    int blue;
    if (head >= LUMA) {
      green = (head & 63) - 32;
      red = green + (bytes[at] >> 4 & 15) - 8;
      blue = green + (bytes[at] & 15) - 8;
    } else if (head >= DIFF) {
      red = (head >> 4 & 3) - 2;
      green = (head >> 2 & 3) - 2;
      blue = (head & 3) - 2;
    } else {
      return seen[head];
    }
    return pixel((last >>> 24) + red, (last >> 16) + green, (last >> 8) + blue, last);
  }
}
