package io.bytezip.eval;

import io.bytezip.modalities.Modality;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Turns a picture of any format that ImageIO reads into PNM bytes: what a camera or scanner would
 * have handed over.
 */
final class Pictures {
  private static final long MAX_BYTES = 1L << 29;

  private Pictures() {}

  /** Whether a picture reader takes the file for one of its own, by its first bytes. */
  static boolean isPicture(byte[] start) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(start))) {
      return ImageIO.getImageReaders(in).hasNext();
    } catch (RuntimeException e) {
      // Some readers stumble over bytes that are not theirs.
      return false;
    }
  }

  /**
   * The first picture of the file as PGM, PPM, or PAM where there is a real alpha channel. Palettes
   * and bilevel pictures are expanded to 8 bits a sample. Memory: about three times the pixels.
   *
   * @throws UnreadableException when no reader can decode it, it has more than 512 MiB of pixels,
   *     or samples that are not of 8 or 16 bits
   */
  static Subject read(byte[] file) throws IOException {
    BufferedImage image = decode(file);
    ColorModel model = image.getColorModel();
    int type = image.getRaster().getDataBuffer().getDataType();
    if (model instanceof ComponentColorModel && type == DataBuffer.TYPE_BYTE) {
      return pnm(image, 8);
    }
    if (model instanceof ComponentColorModel && type == DataBuffer.TYPE_USHORT) {
      return pnm(image, 16);
    }
    if (type == DataBuffer.TYPE_BYTE
        || type == DataBuffer.TYPE_USHORT
        || type == DataBuffer.TYPE_INT) {
      return expanded(image);
    }
    throw new UnreadableException("its samples are neither of 8 nor of 16 bits");
  }

  private static BufferedImage decode(byte[] file) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new UnreadableException("no reader knows its format");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MAX_BYTES / 4) {
          throw new UnreadableException("too large: " + pixels + " pixels");
        }
        return reader.read(0);
      } catch (RuntimeException e) {
        // Readers answer damaged files with all kinds of exceptions.
        throw new UnreadableException("its reader failed: " + e, e);
      } finally {
        reader.dispose();
      }
    }
  }

  /** Samples straight from the raster, so that no colour conversion touches them. */
  private static Subject pnm(BufferedImage image, int bits) throws UnreadableException {
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    if (bands > 4) {
      throw new UnreadableException("it has " + bands + " samples a pixel");
    }
    int max = (1 << bits) - 1;
    boolean dropAlpha = bands % 2 == 0 && image.getColorModel().hasAlpha() && opaque(raster, max);
    int kept = dropAlpha ? bands - 1 : bands;
    Samples samples = new Samples(image.getWidth(), image.getHeight(), kept, bits);
    int[] row = new int[image.getWidth() * bands];
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, image.getWidth(), 1, row);
      for (int x = 0; x < image.getWidth(); x++) {
        for (int band = 0; band < kept; band++) {
          samples.put(row[x * bands + band]);
        }
      }
    }
    return samples.subject();
  }

  private static boolean opaque(Raster raster, int max) {
    int alpha = raster.getNumBands() - 1;
    int[] row = new int[raster.getWidth()];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, alpha, row);
      for (int value : row) {
        if (value != max) {
          return false;
        }
      }
    }
    return true;
  }

  /** Palettes and packed pixels: their RGB values, as grey where all are grey. */
  private static Subject expanded(BufferedImage image) {
    int width = image.getWidth();
    boolean opaque = true;
    boolean grey = true;
    int[] row = new int[width];
    for (int y = 0; y < image.getHeight(); y++) {
      for (int argb : image.getRGB(0, y, width, 1, row, 0, width)) {
        opaque &= argb >>> 24 == 255;
        grey &= (argb >> 16 & 255) == (argb >> 8 & 255) && (argb >> 8 & 255) == (argb & 255);
      }
    }
    int bands = (grey ? 1 : 3) + (opaque ? 0 : 1);
    Samples samples = new Samples(width, image.getHeight(), bands, 8);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int argb : image.getRGB(0, y, width, 1, row, 0, width)) {
        if (!grey) {
          samples.put(argb >> 16 & 255);
          samples.put(argb >> 8 & 255);
        }
        samples.put(argb & 255);
        if (!opaque) {
          samples.put(argb >>> 24);
        }
      }
    }
    return samples.subject();
  }

  private static final class Samples {
    private final Content.Picture picture;
    private final byte[] bytes;
    private int position;

    Samples(int width, int height, int bands, int bits) {
      picture = new Content.Picture(width, height, bands, bits);
      byte[] header = header(picture).getBytes(StandardCharsets.US_ASCII);
      bytes = new byte[Math.toIntExact(header.length + picture.length())];
      System.arraycopy(header, 0, bytes, 0, header.length);
      position = header.length;
    }

    private static String header(Content.Picture picture) {
      int max = (1 << picture.bits()) - 1;
      String size = picture.width() + " " + picture.height() + "\n";
      return switch (picture.bands()) {
        case 1 -> "P5\n" + size + max + "\n";
        case 3 -> "P6\n" + size + max + "\n";
        default ->
            "P7\nWIDTH "
                + picture.width()
                + "\nHEIGHT "
                + picture.height()
                + "\nDEPTH "
                + picture.bands()
                + "\nMAXVAL "
                + max
                + "\nTUPLTYPE "
                + (picture.bands() == 2 ? "GRAYSCALE_ALPHA" : "RGB_ALPHA")
                + "\nENDHDR\n";
      };
    }

    void put(int sample) {
      if (picture.bits() == 16) {
        bytes[position++] = (byte) (sample >> 8);
      }
      bytes[position++] = (byte) sample;
    }

    Subject subject() {
      return new Subject(Modality.IMAGE, bytes, picture);
    }
  }
}
