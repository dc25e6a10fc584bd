package io.bytezip.modalities;

/**
 * A lane's way through a raster: strip row by strip row, pixel by pixel, channel by channel; and
 * the rows of samples that its channels look at, with what lies beside the strip.
 */
final class PixelsWalk {
  /** Reads a sample that has been rebuilt. */
  @FunctionalInterface
  interface Samples {
    /**
     * The sample.
     *
     * @param pixel its number in the raster
     * @param k its channel, in the order of coding
     */
    int at(int pixel, int k);
  }

  private final PixelsGrid grid;
  private final int firstUnit;
  private final PixelsChannel[] state;
  private final Samples samples;
  private final int half;
  private int unit;
  private int left;
  private int firstRow;
  int stripWidth;
  int row;

  /** In the strip. */
  int column;

  /** The channel, in the order of coding. */
  int k;

  /**
   * Before the first unit.
   *
   * @param state of each channel, in the order of coding
   * @param half half the range of samples
   */
  PixelsWalk(PixelsGrid grid, int firstUnit, PixelsChannel[] state, int half, Samples samples) {
    this.grid = grid;
    this.firstUnit = firstUnit;
    this.state = state;
    this.half = half;
    this.samples = samples;
    unit = firstUnit - 1;
  }

  /**
   * The channels of a lane, alpha first, then green, red, blue.
   *
   * @param bits of a sample
   */
  static PixelsChannel[] channels(PixelsGrid grid, int channels, int bits, double[][] scratch) {
    PixelsChannel[] state = new PixelsChannel[channels];
    for (int i = 0; i < channels; i++) {
      int colour = colour(channels, i);
      PixelsChannel first = colour > 0 ? state[i - colour] : null;
      PixelsChannel second = colour > 1 ? state[i - 1] : null;
      state[i] = new PixelsChannel(bits, grid.widest(), first, second, scratch);
    }
    return state;
  }

  /** How many colours are coded before this one: 0 to 2. */
  static int colour(int channels, int k) {
    return channels < 3 ? 0 : Math.max(0, k - (channels - 3));
  }

  /** What the channel at hand is: 0 grey, 1 alpha, 2 green, 3 red, 4 blue. */
  static int kind(int channels, int k) {
    if (channels < 3) {
      return channels == 2 && k == 0 ? 1 : 0;
    }
    int colour = k - (channels - 3);
    return colour < 0 ? 1 : 2 + colour;
  }

  /** Whether {@link #startRow} is due. */
  boolean rowStarts() {
    return column == 0 && k == 0;
  }

  /**
   * Goes to the next row of a strip, of which nothing has been coded.
   *
   * @param position how many bytes the lane has coded
   * @return whether it is the first row that the lane codes in a strip
   */
  boolean startRow(int position) {
    unit++;
    int strip = unit / grid.rows;
    row = unit % grid.rows;
    boolean first = unit == firstUnit || row == 0;
    if (first) {
      left = grid.left(strip);
      stripWidth = grid.left(strip + 1) - left;
      firstRow = row;
    }
    for (PixelsChannel c : state) {
      c.nextRow(stripWidth, first, row == firstRow + 1);
    }
    int rowsBack = Math.min(PixelsChannel.ROWS - 1, row - firstRow);
    for (int d = rowsBack; d >= 0; d--) {
      for (int m = 1; m <= PixelsChannel.MARGIN; m++) {
        margin(d, -m, position);
        if (d > 0) {
          margin(d, stripWidth - 1 + m, position);
        }
      }
    }
    if (first) {
      for (PixelsChannel c : state) {
        c.fillAbove();
      }
    }
    return first;
  }

  /**
   * Fetches a pixel left or right of the strip from its own lane, or repeats the nearest one that
   * is known.
   */
  private void margin(int d, int x, int position) {
    int absolute = left + x;
    boolean known =
        absolute >= 0 && absolute < grid.width && grid.readable(absolute, row - d, unit, position);
    int pixel = (row - d) * grid.width + absolute;
    for (int c = 0; c < state.length; c++) {
      double[] line = state[c].line(d);
      int at = x + PixelsChannel.MARGIN;
      if (known) {
        line[at] = samples.at(pixel, c);
      } else if (x >= stripWidth) {
        line[at] = line[at - 1];
      } else if (d == 0) {
        line[at] =
            row == firstRow
                ? (x == -1 ? half : line[at + 1])
                : state[c].line(1)[PixelsChannel.MARGIN];
      } else {
        line[at] = line[at + 1];
      }
    }
  }

  /** The column in the raster. */
  int x() {
    return left + column;
  }

  /** The number of the pixel at hand in the raster. */
  int pixel() {
    return row * grid.width + left + column;
  }

  /** Hands the sample at hand to its channel and goes on to the next one. */
  void accept(int value, int symbol) {
    state[k].accept(column, value, symbol);
    if (row == firstRow) {
      state[k].spread(column, value);
    }
    if (++k < state.length) {
      return;
    }
    k = 0;
    if (++column == stripWidth) {
      column = 0;
    }
  }
}
