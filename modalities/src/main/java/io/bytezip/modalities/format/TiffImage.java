package io.bytezip.modalities.format;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.deflate.DeflateAnalyser;
import io.bytezip.modalities.deflate.Inflated;
import io.bytezip.modalities.recipe.Differences;
import io.bytezip.modalities.recipe.Lzw;
import io.bytezip.modalities.recipe.Packets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One image of a TIFF: its strips or tiles, and what their bytes are.
 *
 * @param tags of its directory
 * @param raster how the rows of a strip or tile lie
 */
record TiffImage(TiffTags tags, Raster raster) {
  private static final int NONE = 1;
  private static final int LZW = 5;
  private static final int DEFLATE = 8;
  private static final int OLD_DEFLATE = 32_946;
  private static final int PACK_BITS = 32_773;
  private static final int MAX_CHANNELS = 255;

  /** What was shrunk more than this is nothing for a model that takes its time over every byte. */
  private static final int MAX_EXPANSION = 256;

  /**
   * A strip or tile.
   *
   * @param offset where it begins in the file
   * @param size its bytes in the file
   * @param rows how many there should be
   */
  record Piece(TiffImage image, long offset, long size, long rows) {}

  /** The image that a directory describes; null if it is none, or of an unknown kind. */
  static TiffImage of(TiffTags tags, boolean bigEndian) {
    long channels = tags.separate() ? 1 : tags.samples();
    long width = tags.pieceWidth();
    boolean sound =
        width >= 1
            && width <= 1 << 26
            && tags.height() >= 1
            && tags.height() <= Integer.MAX_VALUE
            && tags.pieceHeight() >= 1
            && tags.pieceHeight() <= Integer.MAX_VALUE
            && channels >= 1
            && channels <= MAX_CHANNELS
            && tags.samples() <= MAX_CHANNELS
            && tags.depth() >= 1
            && tags.depth() <= 64;
    if (!sound || !tags.regular()) {
      return null;
    }
    Raster raster = new Raster((int) width, (int) channels, (int) tags.depth(), false, bigEndian);
    return raster.rowBytes() <= Integer.MAX_VALUE ? new TiffImage(tags, raster) : null;
  }

  /** Whether its rows are in the file as they are, and more than bytes. */
  boolean bare() {
    return tags.compression() == NONE && !raster.packed() && raster.modelled() && !tags.separate();
  }

  /** Its strips or tiles, in the order of the image; those whose place isn't known are left out. */
  List<Piece> pieces() {
    long[] offsets = tags.offsets();
    long[] sizes = tags.sizes();
    long pieceRows = tags.pieceHeight();
    long down = (tags.height() + pieceRows - 1) / pieceRows;
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < offsets.length; i++) {
      long rows =
          tags.tiled() ? pieceRows : Math.min(pieceRows, tags.height() - i % down * pieceRows);
      long whole = rows * raster.rowBytes();
      long size = i < sizes.length ? sizes[i] : tags.compression() == NONE ? whole : 0;
      if (size > 0 && offsets[i] >= 8 && offsets[i] <= Integer.MAX_VALUE && size <= 1 << 30) {
        pieces.add(new Piece(this, offsets[i], size, rows));
      }
    }
    return pieces;
  }

  /**
   * What a piece's bytes are.
   *
   * @param bytes all of them
   * @param room the most bytes that the content may have
   * @return null if nothing is known of them
   */
  Content content(Piece piece, byte[] bytes, int room) {
    long size = piece.rows() * raster.rowBytes();
    if (raster.size(piece.rows()) > room || size > (long) bytes.length * MAX_EXPANSION) {
      return null;
    }
    return switch ((int) tags.compression()) {
      case NONE -> uncompressed(bytes, (int) size);
      case LZW -> lzw(bytes, (int) size);
      case DEFLATE, OLD_DEFLATE -> zlib(bytes, (int) size);
      case PACK_BITS -> packets(bytes, (int) size);
      default -> null;
    };
  }

  private Content uncompressed(byte[] bytes, int size) {
    // Bytes gain nothing by being apart from the rest of the file.
    if (bytes.length < size || !raster.modelled()) {
      return null;
    }
    return joined(rows(Arrays.copyOf(bytes, size)), bytes, size);
  }

  private Content lzw(byte[] bytes, int size) {
    Lzw.Apart apart = Lzw.apart(Lzw.Variant.TIFF, 8, bytes, 0, bytes.length, size);
    if (apart == null) {
      return null;
    }
    List<Content> input = new ArrayList<>();
    if (apart.corrections().length > 0) {
      input.add(new Content.Structure(apart.corrections()));
    }
    input.add(rows(apart.symbols()));
    return joined(new Content.Made(apart.lzw(), input), bytes, apart.size());
  }

  private Content packets(byte[] bytes, int size) {
    int row = (int) raster.rowBytes();
    Packets.Apart apart =
        Packets.apart(Packets.Variant.PACK_BITS, 1, bytes, 0, bytes.length, size, row);
    if (apart == null) {
      return null;
    }
    List<Content> input = new ArrayList<>();
    if (apart.heads().length > 0) {
      input.add(new Content.Structure(apart.heads()));
    }
    input.add(rows(apart.elements()));
    return joined(new Content.Made(apart.packets(), input), bytes, apart.size());
  }

  private Content zlib(byte[] bytes, int size) {
    if (bytes.length < 8 || (bytes[0] & 15) != 8) {
      return null;
    }
    Optional<Inflated> inflated = DeflateAnalyser.analyse(bytes, 2, bytes.length - 2, size + 1024);
    if (inflated.isEmpty()) {
      return null;
    }
    Content plain = rows(inflated.get().plain());
    int used = Math.min(bytes.length, inflated.get().size() + 6);
    return joined(Deflated.zlib(bytes, inflated.get(), plain), bytes, used);
  }

  /** Content, and what the file has behind it. */
  private static Content joined(Content content, byte[] bytes, int used) {
    if (used == bytes.length) {
      return content;
    }
    byte[] rest = Arrays.copyOfRange(bytes, used, bytes.length);
    return new Content.Joined(List.of(content, new Content.Structure(rest)));
  }

  /** What makes the bytes that were compressed. */
  private Content rows(byte[] bytes) {
    if (tags.compression() == NONE || tags.predictor() == 1) {
      return raster.content(bytes);
    }
    boolean known = raster.depth() == 8 || raster.depth() == 16;
    if (tags.predictor() != 2 || !known || bytes.length % (raster.depth() / 8) != 0) {
      return new Content.Samples(new BytesLayout(), bytes);
    }
    Differences differences = new Differences((int) raster.rowBytes(), raster.channels(), order());
    return new Content.Made(differences, List.of(raster.content(differences.summed(bytes))));
  }

  private Differences.Order order() {
    if (raster.depth() == 8) {
      return Differences.Order.BYTE;
    }
    return raster.bigEndian() ? Differences.Order.BIG_ENDIAN : Differences.Order.LITTLE_ENDIAN;
  }
}
