package io.bytezip.modalities.format;

import java.util.Map;
import java.util.Set;

/**
 * What a directory of a TIFF says of its image.
 *
 * @param values of each tag in {@link #USED} that is there, one or more
 */
record TiffTags(Map<Integer, long[]> values) {
  static final int SUB_DIRECTORIES = 330;

  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int COMPRESSION = 259;
  private static final int FILL_ORDER = 266;
  private static final int STRIP_OFFSETS = 273;
  private static final int SAMPLES = 277;
  private static final int STRIP_ROWS = 278;
  private static final int STRIP_BYTES = 279;
  private static final int PLANAR = 284;
  private static final int PREDICTOR = 317;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTES = 325;

  /** The tags that are read. */
  static final Set<Integer> USED =
      Set.of(
          WIDTH,
          HEIGHT,
          BITS,
          COMPRESSION,
          FILL_ORDER,
          STRIP_OFFSETS,
          SAMPLES,
          STRIP_ROWS,
          STRIP_BYTES,
          PLANAR,
          PREDICTOR,
          TILE_WIDTH,
          TILE_HEIGHT,
          TILE_OFFSETS,
          TILE_BYTES,
          SUB_DIRECTORIES);

  long width() {
    return value(WIDTH, 0);
  }

  long height() {
    return value(HEIGHT, 0);
  }

  /** Samples of a pixel. */
  long samples() {
    return value(SAMPLES, 1);
  }

  long compression() {
    return value(COMPRESSION, 1);
  }

  /** 2 where samples are differences to their left neighbours. */
  long predictor() {
    return value(PREDICTOR, 1);
  }

  boolean tiled() {
    return values.containsKey(TILE_WIDTH);
  }

  /** Whether each channel has strips or tiles of its own. */
  boolean separate() {
    return samples() > 1 && value(PLANAR, 1) == 2;
  }

  /** Whether high bits come first, and all samples have the same depth. */
  boolean regular() {
    for (long bits : values.getOrDefault(BITS, new long[] {1})) {
      if (bits != depth()) {
        return false;
      }
    }
    return value(FILL_ORDER, 1) == 1;
  }

  /** Bits of a sample. */
  long depth() {
    return value(BITS, 1);
  }

  /** Pixels in a row of a tile, or of the image. */
  long pieceWidth() {
    return tiled() ? value(TILE_WIDTH, 0) : width();
  }

  /** Rows of a tile or of all strips but the last. */
  long pieceHeight() {
    return tiled()
        ? value(TILE_HEIGHT, 0)
        : Math.min(height(), Math.max(1, value(STRIP_ROWS, height())));
  }

  /** Where strips or tiles are; empty if that isn't known. */
  long[] offsets() {
    return values.getOrDefault(tiled() ? TILE_OFFSETS : STRIP_OFFSETS, new long[0]);
  }

  /** Bytes of the strips or tiles in the file; empty if that isn't known. */
  long[] sizes() {
    return values.getOrDefault(tiled() ? TILE_BYTES : STRIP_BYTES, new long[0]);
  }

  private long value(int tag, long otherwise) {
    long[] all = values.get(tag);
    return all == null ? otherwise : all[0];
  }
}
