package io.bytezip.modalities;

/**
 * A run of strip rows; see {@link PixelsLayout} for what it tells the model. Memory: about 50 kB
 * for grey, 140 to 180 kB for colours.
 */
final class PixelsLane implements LiveLane {
  private static final int ENERGIES = 40;
  private static final int FRACTIONS = 8;
  private static final int SPAN = 7;
  private static final int DIFFERENCES = 2 * SPAN + 1;

  static final int[] CONTEXT_SIZES = {
    257,
    257,
    257,
    257,
    257,
    ENERGIES,
    FRACTIONS,
    ENERGIES * FRACTIONS,
    5,
    DIFFERENCES,
    DIFFERENCES,
    DIFFERENCES,
    DIFFERENCES,
    DIFFERENCES,
    DIFFERENCES,
    DIFFERENCES,
    DIFFERENCES,
    12,
    32,
    DIFFERENCES,
    DIFFERENCES
  };

  private final PixelsGrid grid;
  private final byte[] source;
  private final byte[] rebuilt;
  private final int firstUnit;
  private final int length;
  private final int rasterLength;
  private final int channels;
  private final int[] offsets;
  private final PixelsChannel[] state;
  private final int widest;
  private final double[][] scratch;
  private PixelsEvidence[] evidence;

  private int position;
  private int unit;
  private int left;
  private int stripWidth;
  private int row;
  private int firstRow;
  private int column;
  private int k;

  private int rotation;
  private int lastSymbol = 256;
  private int symbolBefore = 256;

  PixelsLane(
      PixelsLayout layout,
      PixelsGrid grid,
      byte[] source,
      byte[] rebuilt,
      int firstUnit,
      int length) {
    this.grid = grid;
    this.source = source;
    this.rebuilt = rebuilt;
    this.firstUnit = firstUnit;
    this.length = length;
    this.channels = layout.channels();
    int end = grid.rows * grid.strips;
    int whole = grid.bytesBefore(end) - grid.bytesBefore(firstUnit);
    this.rasterLength = Math.min(length, whole);
    this.offsets = new int[channels];
    this.state = new PixelsChannel[channels];
    this.widest = grid.widest();
    scratch = LeastSquares.rows(PixelsChannel.MAX_INPUTS);
    for (int i = 0; i < channels; i++) {
      offsets[i] = layout.offset(i);
      int colour = channels < 3 ? 0 : Math.max(0, i - (channels - 3));
      PixelsChannel first = colour > 0 ? state[i - colour] : null;
      PixelsChannel second = colour > 1 ? state[i - 1] : null;
      state[i] = new PixelsChannel(widest, first, second, scratch);
    }
    this.unit = firstUnit - 1;
  }

  @Override
  public int length() {
    return length;
  }

  private int kind() {
    if (channels < 3) {
      return channels == 2 && k == 0 ? 1 : 0;
    }
    int colour = k - (channels - 3);
    return colour < 0 ? 1 : 2 + colour;
  }

  @Override
  public void context(int[] target, int offset) {
    if (position >= rasterLength) {
      tailContext(target, offset);
      return;
    }
    if (column == 0 && k == 0) {
      startRow();
    }
    PixelsChannel c = state[k];
    c.predict(column);
    int centre = c.centre;
    rotation = (centre - 128) & 255;
    int o = offset;
    target[o++] = c.symbolW(column);
    target[o++] = c.symbolN(column);
    target[o++] = symbolBefore;
    target[o++] = ((int) c.west - rotation) & 255;
    target[o++] = ((int) c.north - rotation) & 255;
    int energy = LogScale.level(c.energy, 0.0625, 2, ENERGIES - 1);
    int fraction = c.fraction;
    target[o++] = energy;
    target[o++] = fraction;
    target[o++] = energy * FRACTIONS + fraction;
    target[o++] = kind();
    double exact = c.exact;
    for (int p = 0; p < PixelsChannel.PREDICTORS; p++) {
      target[o++] = difference(c.predictions[p] - exact);
    }
    target[o++] = difference(c.west - exact);
    target[o++] = difference(c.north - exact);
    target[o++] = LogScale.level(c.gradient, 1, 1, 11);
    target[o++] = centre >> 3;
    target[o++] = c.first == null ? SPAN : difference(c.first.residual);
    target[o] = c.second == null ? SPAN : difference(c.second.residual);
  }

  private static int difference(double d) {
    return LogScale.signed(d, 0.5, 0, SPAN);
  }

  private void tailContext(int[] target, int offset) {
    int i = rebuilt.length - length + position;
    int back = position - rasterLength >= channels ? rebuilt[i - channels] & 255 : 128;
    rotation = (back - 128) & 255;
    for (int j = 0; j < CONTEXT_SIZES.length; j++) {
      target[offset + j] = CONTEXT_SIZES[j] == 257 ? 256 : CONTEXT_SIZES[j] / 2;
    }
  }

  @Override
  public void evidence(Evidence target) {
    target.low = -0.5f;
    target.step = 1;
    if (position >= rasterLength) {
      PixelsEvidence.fillTail(target);
      return;
    }
    if (evidence == null) {
      evidence = new PixelsEvidence[channels];
      int now = k;
      for (k = 0; k < channels; k++) {
        evidence[k] = new PixelsEvidence(state[k], widest, kind(), scratch);
        evidence[k].nextRow(stripWidth, true);
      }
      k = now;
    }
    evidence[k].fill(target, column, left + column, row);
  }

  @Override
  public int rotation() {
    return rotation;
  }

  @Override
  public int address() {
    if (position >= rasterLength) {
      return rebuilt.length - length + position;
    }
    return (row * grid.width + left + column) * channels + offsets[k];
  }

  @Override
  public int next() {
    return source[address()] & 255;
  }

  @Override
  public void accept(int coded) {
    rebuilt[address()] = (byte) coded;
    int symbol = (coded - rotation) & 255;
    symbolBefore = lastSymbol;
    lastSymbol = symbol;
    if (position++ >= rasterLength) {
      return;
    }
    if (evidence != null) {
      evidence[k].accept(column, coded);
    }
    state[k].accept(column, coded, symbol);
    if (row == firstRow) {
      state[k].spread(column, coded);
    }
    if (++k < channels) {
      return;
    }
    k = 0;
    if (++column < stripWidth) {
      return;
    }
    column = 0;
  }

  private void startRow() {
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
    if (evidence != null) {
      for (PixelsEvidence e : evidence) {
        e.nextRow(stripWidth, first);
      }
    }
    int rowsBack = Math.min(PixelsChannel.ROWS - 1, row - firstRow);
    for (int d = rowsBack; d >= 0; d--) {
      for (int m = 1; m <= PixelsChannel.MARGIN; m++) {
        margin(d, -m);
        if (d > 0) {
          margin(d, stripWidth - 1 + m);
        }
      }
    }
    if (first) {
      for (PixelsChannel c : state) {
        c.fillAbove();
      }
    }
  }

  /**
   * Fetches a pixel left or right of the strip from its own lane, or repeats the nearest one that
   * is known.
   */
  private void margin(int d, int x) {
    int absolute = left + x;
    boolean known =
        absolute >= 0 && absolute < grid.width && grid.readable(absolute, row - d, unit, position);
    int i = ((row - d) * grid.width + absolute) * channels;
    for (int c = 0; c < channels; c++) {
      double[] line = state[c].line(d);
      int at = x + PixelsChannel.MARGIN;
      if (known) {
        line[at] = rebuilt[i + offsets[c]] & 255;
      } else if (x >= stripWidth) {
        line[at] = line[at - 1];
      } else if (d == 0) {
        line[at] =
            row == firstRow
                ? (x == -1 ? 128 : line[at + 1])
                : state[c].line(1)[PixelsChannel.MARGIN];
      } else {
        line[at] = line[at + 1];
      }
    }
  }
}
