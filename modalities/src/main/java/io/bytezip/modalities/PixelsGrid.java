package io.bytezip.modalities;

/**
 * Where the pixels of a raster are coded. Its units are the rows of the strips, in the order strip
 * by strip, row by row; a lane is a run of units. All in closed form, so that any lane knows at
 * which step any pixel is coded.
 */
final class PixelsGrid {
  private static final int STRIP = 128;

  final int width;
  final int channels;
  final int rows;
  final int tail;
  final int strips;
  private final int units;
  private final int lanes;

  PixelsGrid(int width, int channels, int length, int lanes) {
    if (lanes < 1) {
      throw new IllegalArgumentException("lanes: " + lanes);
    }
    this.width = width;
    this.channels = channels;
    int rowBytes = width * channels;
    this.rows = length / rowBytes;
    this.tail = length % rowBytes;
    this.strips = Math.max(1, (width + STRIP / 2) / STRIP);
    this.units = strips * rows;
    this.lanes = Math.clamp(units, 1, lanes);
  }

  /** The runs of bytes; a lane's first unit is its run's. */
  LaneCut cut() {
    return LaneCut.of(units, tail, lanes, this::bytesBefore);
  }

  /** Bytes of all units before {@code unit}. */
  int bytesBefore(int unit) {
    if (rows == 0) {
      return 0;
    }
    int strip = unit / rows;
    if (strip == strips) {
      return width * channels * rows;
    }
    int left = left(strip);
    return (left * rows + (left(strip + 1) - left) * (unit % rows)) * channels;
  }

  /** The first column of a strip; that of strip {@link #strips} is the width. */
  int left(int strip) {
    return (int) ((long) strip * width / strips);
  }

  /** Columns of the widest strip. */
  int widest() {
    return Math.ceilDiv(width, strips);
  }

  /** The lane, in the order of the raster, that codes a unit. */
  private int laneOf(int unit) {
    return (int) (((unit + 1L) * lanes - 1) / units);
  }

  /**
   * Whether the lane that codes {@code unit} and is about to code its symbol {@code step} may read
   * pixel (x, y): all of its own past, and what other lanes accepted two steps ago or earlier.
   */
  boolean readable(int x, int y, int unit, int step) {
    int strip = (int) (((x + 1L) * strips - 1) / width);
    int other = strip * rows + y;
    int lane = laneOf(other);
    int first = (int) ((long) units * lane / lanes);
    int last = bytesBefore(other) - bytesBefore(first) + (x - left(strip) + 1) * channels - 1;
    return lane == laneOf(unit) ? last < step : last <= step - 2;
  }
}
