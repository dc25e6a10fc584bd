package io.bytezip.modalities;

/**
 * A run of strip rows of 16-bit samples. Memory: as {@link PixelsLane} without a mixer, and 0.2 MB
 * (grey) to 0.9 MB (colours) a channel with one.
 */
final class Pixels16Lane implements LiveLane {
  private final Pixels16Layout layout;
  private final byte[] source;
  private final byte[] rebuilt;
  private final int length;
  private final int rasterLength;
  private final int[] offsets;
  private final int pixelBytes;
  private final PixelsChannel[] state;
  private final PixelsWalk walk;
  private final int widest;
  private final double[][] scratch;
  private Pixels16Evidence[] evidence;

  private int position;

  /** Whether the high byte of the sample at hand is known. */
  private boolean second;

  private int high;

  Pixels16Lane(
      Pixels16Layout layout,
      PixelsGrid grid,
      byte[] source,
      byte[] rebuilt,
      int firstUnit,
      int length) {
    this.layout = layout;
    this.source = source;
    this.rebuilt = rebuilt;
    this.length = length;
    int whole = grid.bytesBefore(grid.rows * grid.strips) - grid.bytesBefore(firstUnit);
    rasterLength = Math.min(length, whole);
    int channels = layout.channels();
    pixelBytes = channels * Pixels16Layout.BYTES;
    offsets = new int[channels];
    for (int i = 0; i < channels; i++) {
      offsets[i] = layout.offset(i);
    }
    widest = grid.widest();
    scratch = LeastSquares.rows(PixelsChannel.MAX_INPUTS);
    state = PixelsWalk.channels(grid, channels, 16, scratch);
    walk =
        new PixelsWalk(
            grid,
            firstUnit,
            state,
            Pixels16Layout.HALF,
            (pixel, k) -> layout.get(rebuilt, pixel * pixelBytes + offsets[k]));
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void context(int[] target, int offset) {
    if (position >= rasterLength || second) {
      return;
    }
    if (walk.rowStarts()) {
      boolean first = walk.startRow(position);
      if (evidence != null) {
        for (Pixels16Evidence e : evidence) {
          e.nextRow(walk.stripWidth, first);
        }
      }
    }
    state[walk.k].predict(walk.column);
  }

  @Override
  public void evidence(Evidence target) {
    if (position >= rasterLength) {
      SamplesLane.fillTail(target);
      return;
    }
    if (evidence == null) {
      evidence = new Pixels16Evidence[state.length];
      for (int i = 0; i < state.length; i++) {
        int kind = PixelsWalk.kind(state.length, i);
        evidence[i] = new Pixels16Evidence(state[i], widest, kind, scratch);
        evidence[i].nextRow(walk.stripWidth, true);
      }
    }
    Pixels16Evidence e = evidence[walk.k];
    if (!second) {
      e.predict(walk.column);
    }
    e.fill(target, walk.column, second ? high : Pixels16Evidence.NOTHING);
  }

  @Override
  public int rotation() {
    return 0;
  }

  @Override
  public int address() {
    if (position >= rasterLength) {
      return tailAddress();
    }
    return sampleAddress() + (second == layout.bigEndian() ? 1 : 0);
  }

  private int sampleAddress() {
    return walk.pixel() * pixelBytes + offsets[walk.k];
  }

  private int tailAddress() {
    return rebuilt.length - length + position;
  }

  @Override
  public int next() {
    if (position >= rasterLength) {
      return source[tailAddress()] & 255;
    }
    int sample = layout.get(source, sampleAddress());
    int coded = sample - state[walk.k].centre + Pixels16Layout.HALF & 0xFFFF;
    return second ? coded & 255 : coded >> 8;
  }

  @Override
  public void accept(int octet) {
    if (position >= rasterLength) {
      rebuilt[tailAddress()] = (byte) octet;
      position++;
      return;
    }
    position++;
    if (!second) {
      high = octet;
      second = true;
      return;
    }
    second = false;
    int coded = high << 8 | octet;
    int sample = coded + state[walk.k].centre - Pixels16Layout.HALF & 0xFFFF;
    layout.put(rebuilt, sampleAddress(), sample);
    if (evidence != null) {
      evidence[walk.k].accept(walk.column, sample);
    }
    walk.accept(sample, coded);
  }
}
