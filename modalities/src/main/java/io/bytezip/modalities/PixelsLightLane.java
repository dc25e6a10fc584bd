package io.bytezip.modalities;

import java.util.Arrays;

/**
 * A run of whole rows, pixel by pixel, alpha first, then green, red, blue, for mixers in a hurry: a
 * least squares of few inputs, which is solved now and then, and simple predictions, blended by
 * their errors nearby. Nothing outside the run is looked at. What a partial last row holds is coded
 * by the lane that ends the raster.
 *
 * <p>Memory: at most 1.4 MB.
 */
final class PixelsLightLane implements LiveLane {
  /** Rasters that are wider take errors from elsewhere in the row. */
  static final int MOST_COLUMNS = 1 << 14;

  private static final int LEVELS = 24;
  private static final int FRACTIONS = 4;
  private static final int SPAN = 7;
  private static final int DIFFERENCES = 2 * SPAN + 1;
  private static final int PAIRS = DIFFERENCES * DIFFERENCES;
  private static final int KINDS = 5;

  static final Evidence.Shape SHAPE =
      new Evidence.Shape(6, PixelsLightChannel.PREDICTIONS, new int[] {3 * LEVELS, PAIRS});

  private final PixelsLayout layout;
  private final byte[] source;
  private final byte[] rebuilt;
  private final int start;
  private final int length;
  private final int rasterLength;
  private final int channels;
  private final int width;
  private final PixelsLightChannel[] state;
  private int position;
  private int column;
  private int row;
  private int k;

  PixelsLightLane(PixelsLayout layout, byte[] source, byte[] rebuilt, int start, int length) {
    this.layout = layout;
    this.source = source;
    this.rebuilt = rebuilt;
    this.start = start;
    this.length = length;
    channels = layout.channels();
    width = layout.width();
    rasterLength = length - length % (width * channels);
    int columns = rasterLength == 0 ? 1 : Math.min(width, MOST_COLUMNS);
    state = PixelsLightChannel.channels(channels, 8, columns);
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void context(int[] target, int offset) {
    if (position >= rasterLength) {
      return;
    }
    int i = address();
    int above = i - width * channels;
    boolean up = row > 0;
    boolean left = column > 0;
    int w = left ? at(i - channels) : up ? at(above) : 128;
    int n = up ? at(above) : w;
    int nw = up && left ? at(above - channels) : n;
    int ne = up && column + 1 < width ? at(above + channels) : n;
    int ww = column > 1 ? at(i - 2 * channels) : w;
    int nn = row > 1 ? at(above - width * channels) : n;
    state[k].predict(column % MOST_COLUMNS, w, n, nw, ne, ww, nn);
  }

  private int at(int index) {
    return rebuilt[index] & 255;
  }

  @Override
  public void evidence(Evidence e) {
    e.low = -0.5f;
    e.step = 1;
    if (position >= rasterLength) {
      fillTail(e);
      return;
    }
    PixelsLightChannel c = state[k];
    c.write(e, 0);
    int kind = PixelsWalk.kind(channels, k);
    double exact = c.exact();
    int centre = (int) (exact + 0.5);
    int fraction = Math.min((int) ((exact + 0.5 - centre) * FRACTIONS), FRACTIONS - 1);
    int level = LogScale.level(c.energy(), 0.125, 2, LEVELS - 1);
    int sides = pair(c.west() - exact, c.north() - exact);
    int colours = pair(c.firstResidual(), c.secondResidual());
    e.selectors[0] = Math.max(0, kind - 2) * LEVELS + level;
    e.selectors[1] = sides;
    e.contexts[0] = mix(kind, centre, level);
    e.contexts[1] = mix(KINDS + kind, c.west() << 8 | c.north(), c.firstValue());
    e.contexts[2] = mix(2 * KINDS + kind, centre << 8 | c.firstValue(), c.secondValue());
    e.contexts[3] = mix(3 * KINDS + kind, sides * PAIRS + colours, level / 3);
    e.contexts[4] = mix(4 * KINDS + kind, centre, colours);
    e.contexts[5] = mix(5 * KINDS + kind, centre * FRACTIONS + fraction, sides);
  }

  private static void fillTail(Evidence e) {
    Arrays.fill(e.predictions, 128);
    Arrays.fill(e.errors, 1000);
    Arrays.fill(e.selectors, 0);
    Arrays.fill(e.contexts, 0);
    e.focus = 128;
    e.spread = 1000;
  }

  private static int pair(double a, double b) {
    return LogScale.signed(a, 0.5, 0, SPAN) * DIFFERENCES + LogScale.signed(b, 0.5, 0, SPAN);
  }

  private static int mix(int context, int a, int b) {
    long h = ((long) context << 56) + ((long) a << 24) + b;
    h *= 0x9E3779B97F4A7C15L;
    h ^= h >>> 29;
    h *= 0xBF58476D1CE4E5B9L;
    return (int) (h >>> 32);
  }

  @Override
  public int rotation() {
    return 0;
  }

  @Override
  public int address() {
    return position >= rasterLength
        ? start + position
        : start + (row * width + column) * channels + layout.offset(k);
  }

  @Override
  public int next() {
    return source[address()] & 255;
  }

  @Override
  public void accept(int coded) {
    rebuilt[address()] = (byte) coded;
    if (position++ >= rasterLength) {
      return;
    }
    state[k].accept(column % MOST_COLUMNS, coded);
    if (++k < channels) {
      return;
    }
    k = 0;
    if (++column == width) {
      column = 0;
      row++;
    }
  }
}
