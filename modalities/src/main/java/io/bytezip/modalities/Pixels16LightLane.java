package io.bytezip.modalities;

/**
 * A run of whole rows of 16-bit samples for mixers in a hurry, as {@link PixelsLightLane}. Coded
 * are the bytes of (sample - prediction + half the range), high byte first; a partial last row as
 * it is.
 *
 * <p>Memory: at most 1.4 MB.
 */
final class Pixels16LightLane implements LiveLane {
  private static final int LEVELS = 64;
  private static final int DIFFERENCES = 17;
  private static final int PLACES = 2;
  private static final int COLOURS = 3;

  /** Samples of 8 bits become 16 by being repeated, that is, times this. */
  private static final int REPEATED = 257;

  static final Evidence.Shape SHAPE =
      new Evidence.Shape(
          8,
          PixelsLightChannel.PREDICTIONS,
          new int[] {PLACES * COLOURS * LEVELS, PLACES * DIFFERENCES * DIFFERENCES});

  private final Pixels16Layout layout;
  private final byte[] source;
  private final byte[] rebuilt;
  private final int start;
  private final int length;
  private final int rasterLength;
  private final int width;
  private final int pixelBytes;
  private final PixelsLightChannel[] state;
  private int position;
  private int column;
  private int row;
  private int k;
  private int centre;

  /** Whether the high byte of the sample at hand is known. */
  private boolean second;

  private int high;

  Pixels16LightLane(Pixels16Layout layout, byte[] source, byte[] rebuilt, int start, int length) {
    this.layout = layout;
    this.source = source;
    this.rebuilt = rebuilt;
    this.start = start;
    this.length = length;
    width = layout.width();
    pixelBytes = layout.channels() * Pixels16Layout.BYTES;
    rasterLength = length - length % (width * pixelBytes);
    int columns = rasterLength == 0 ? 1 : Math.min(width, PixelsLightLane.MOST_COLUMNS);
    state = PixelsLightChannel.channels(layout.channels(), 16, columns);
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
    int i = sampleAddress();
    int above = i - width * pixelBytes;
    boolean up = row > 0;
    boolean left = column > 0;
    int w = left ? at(i - pixelBytes) : up ? at(above) : Pixels16Layout.HALF;
    int n = up ? at(above) : w;
    int nw = up && left ? at(above - pixelBytes) : n;
    int ne = up && column + 1 < width ? at(above + pixelBytes) : n;
    int ww = column > 1 ? at(i - 2 * pixelBytes) : w;
    int nn = row > 1 ? at(above - width * pixelBytes) : n;
    PixelsLightChannel c = state[k];
    c.predict(column % PixelsLightLane.MOST_COLUMNS, w, n, nw, ne, ww, nn);
    centre = (int) (c.exact() + 0.5);
  }

  private int at(int address) {
    return layout.get(rebuilt, address);
  }

  @Override
  public void evidence(Evidence e) {
    if (position >= rasterLength) {
      SamplesLane.fillTail(e);
      return;
    }
    PixelsLightChannel c = state[k];
    c.write(e, Pixels16Layout.HALF - centre);
    e.step = second ? 1 : 256;
    e.low = (second ? high << 8 : 0) - 0.5f;
    int place = second ? 1 : 0;
    int kind = PixelsWalk.kind(state.length, k);
    int colour = PixelsWalk.colour(state.length, k);
    double scale = 1 / (c.energy() + 0.25);
    int level = LogScale.level(c.energy(), 0.25, 2, LEVELS - 1);
    int sides = pair((c.west() - centre) * scale, (c.north() - centre) * scale);
    int residuals = pair(c.firstResidual() * scale, c.secondResidual() * scale);
    e.selectors[0] = (place * COLOURS + colour) * LEVELS + level;
    e.selectors[1] = place * DIFFERENCES * DIFFERENCES + sides;
    int h = second ? 256 * kind + 128 * 256 + high : kind;
    e.contexts[0] = SamplesLane.mix(1, h, level);
    e.contexts[1] = SamplesLane.mix(2, h, sides * LEVELS + level);
    e.contexts[2] = SamplesLane.mix(3, h, residuals * LEVELS + level);
    e.contexts[3] = SamplesLane.mix(4, h, small(c.west()) << 8 | small(c.north()));
    e.contexts[4] = SamplesLane.mix(5, h, small(c.firstValue()) << 8 | small(c.secondValue()));
    // The sample is this and what is coded: of sparse values, low bits or both bytes tell which.
    int base = (high << 8) + centre - Pixels16Layout.HALF;
    e.contexts[5] = SamplesLane.mix(6, place, second ? base & 0xFFFF : centre);
    e.contexts[6] = SamplesLane.mix(7, place, second ? base & 255 : kind);
    e.contexts[7] = SamplesLane.mix(8, place, second ? Math.floorMod(base, REPEATED) : level);
  }

  /** How much more than the centre, where that is little. */
  private int small(int value) {
    return Math.clamp(value - centre, -127, 127) + 127;
  }

  private static int pair(double a, double b) {
    return LogScale.signed(a, 0.0625, 0, 8) * DIFFERENCES + LogScale.signed(b, 0.0625, 0, 8);
  }

  @Override
  public int rotation() {
    return 0;
  }

  @Override
  public int address() {
    if (position >= rasterLength) {
      return start + position;
    }
    return sampleAddress() + (second == layout.bigEndian() ? 1 : 0);
  }

  private int sampleAddress() {
    return start + (row * width + column) * pixelBytes + layout.offset(k);
  }

  @Override
  public int next() {
    if (position >= rasterLength) {
      return source[start + position] & 255;
    }
    int coded = layout.get(source, sampleAddress()) - centre + Pixels16Layout.HALF & 0xFFFF;
    return second ? coded & 255 : coded >> 8;
  }

  @Override
  public void accept(int octet) {
    if (position >= rasterLength) {
      rebuilt[start + position++] = (byte) octet;
      return;
    }
    position++;
    if (!second) {
      high = octet;
      second = true;
      return;
    }
    second = false;
    int sample = (high << 8 | octet) + centre - Pixels16Layout.HALF & 0xFFFF;
    layout.put(rebuilt, sampleAddress(), sample);
    state[k].accept(column % PixelsLightLane.MOST_COLUMNS, sample);
    if (++k < state.length) {
      return;
    }
    k = 0;
    if (++column == width) {
      column = 0;
      row++;
    }
  }
}
