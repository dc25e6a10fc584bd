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

  private final byte[] source;
  private final byte[] rebuilt;
  private final int length;
  private final int rasterLength;
  private final int channels;
  private final int[] offsets;
  private final PixelsChannel[] state;
  private final PixelsWalk walk;
  private final int widest;
  private final double[][] scratch;
  private PixelsEvidence[] evidence;

  private int position;
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
    this.source = source;
    this.rebuilt = rebuilt;
    this.length = length;
    this.channels = layout.channels();
    int end = grid.rows * grid.strips;
    int whole = grid.bytesBefore(end) - grid.bytesBefore(firstUnit);
    this.rasterLength = Math.min(length, whole);
    this.offsets = new int[channels];
    this.widest = grid.widest();
    scratch = LeastSquares.rows(PixelsChannel.MAX_INPUTS);
    for (int i = 0; i < channels; i++) {
      offsets[i] = layout.offset(i);
    }
    state = PixelsWalk.channels(grid, channels, 8, scratch);
    walk =
        new PixelsWalk(
            grid,
            firstUnit,
            state,
            128,
            (pixel, k) -> rebuilt[pixel * channels + offsets[k]] & 255);
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void context(int[] target, int offset) {
    if (position >= rasterLength) {
      tailContext(target, offset);
      return;
    }
    if (walk.rowStarts()) {
      startRow();
    }
    int column = walk.column;
    PixelsChannel c = state[walk.k];
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
    target[o++] = PixelsWalk.kind(channels, walk.k);
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
      for (int i = 0; i < channels; i++) {
        int kind = PixelsWalk.kind(channels, i);
        evidence[i] = new PixelsEvidence(state[i], widest, kind, scratch);
        evidence[i].nextRow(walk.stripWidth, true);
      }
    }
    evidence[walk.k].fill(target, walk.column, walk.x(), walk.row);
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
    return walk.pixel() * channels + offsets[walk.k];
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
      evidence[walk.k].accept(walk.column, coded);
    }
    walk.accept(coded, symbol);
  }

  private void startRow() {
    boolean first = walk.startRow(position);
    if (evidence != null) {
      for (PixelsEvidence e : evidence) {
        e.nextRow(walk.stripWidth, first);
      }
    }
  }
}
