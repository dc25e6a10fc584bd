package io.bytezip.modalities;

/**
 * What the codec's adaptive experts are told of one channel of one lane of 16-bit samples, beyond
 * the centre: {@link PixelsPredictions}, some with several errors to expect, and contexts that
 * measure in expected errors, or that have exact differences where these are small: pictures of few
 * colours repeat them.
 */
final class Pixels16Evidence {
  /** What has been coded of a sample whose high byte is not known. */
  static final int NOTHING = -1;

  private static final int PREDICTIONS = PixelsPredictions.COUNT;
  private static final int MORE = 3;
  private static final int LEVELS = 64;
  private static final int SPAN = 8;
  private static final int DIFFERENCES = 2 * SPAN + 1;
  private static final int COLOURS = 3;
  private static final int COARSE = 21;

  /** Exact differences are told up to this. */
  private static final int SMALL = 127;

  private static final int EXACT = 2 * SMALL + 1;

  /** How fast the mean error of the last samples moves. */
  private static final double RATE = 1.0 / 32;

  private static final double FIRST_ERROR = 256;

  static final Evidence.Shape SHAPE =
      new Evidence.Shape(11, PREDICTIONS + MORE, new int[] {LEVELS, LEVELS});

  private final PixelsChannel channel;
  private final int colour;
  private final int kind;
  private final PixelsPredictions all;
  private double recent = FIRST_ERROR;
  private double residualBefore;

  Pixels16Evidence(PixelsChannel channel, int widest, int kind, double[][] scratch) {
    this.channel = channel;
    this.kind = kind;
    colour = channel.first == null ? 0 : channel.second == null ? 1 : 2;
    all = new PixelsPredictions(channel, widest, scratch);
  }

  void nextRow(int width, boolean fresh) {
    all.nextRow(width, fresh);
  }

  /** Predicts the sample at a column, after {@link PixelsChannel#predict}. */
  void predict(int column) {
    all.predict(column);
  }

  /**
   * Fills in the evidence of a byte of the sample that was predicted.
   *
   * @param high the coded high byte, or {@link #NOTHING}
   */
  void fill(Evidence e, int column, int high) {
    PixelsChannel c = channel;
    int shift = Pixels16Layout.HALF - c.centre;
    for (int q = 0; q < PREDICTIONS; q++) {
      put(e, q, all.parts[q], shift, all.local[q]);
    }
    put(e, PREDICTIONS, c.exact, shift, c.energy);
    put(e, PREDICTIONS + 1, all.exact, shift, recent);
    put(e, PREDICTIONS + 2, all.exact, shift, all.energy);
    int place = high == NOTHING ? 0 : 1;
    if (place == 0) {
      e.step = 256;
      e.low = -0.5f;
      e.levels = Evidence.NO_LEVELS;
    } else {
      e.step = 1;
      e.low = (high << 8) - 0.5f;
      e.levels = 0;
      e.base = (high << 8) - shift;
    }
    int level = LogScale.level(all.energy, 0.25, 2, LEVELS - 1);
    int slow = LogScale.level(recent, 0.25, 2, LEVELS - 1);
    int coarse = Math.min(COARSE - 1, level / 3);
    e.selectors[0] = level;
    e.selectors[1] = COLOURS * coarse + colour;
    contexts(
        e,
        column + PixelsChannel.MARGIN,
        place == 0 ? kind : 256 * kind + 128 * 256 + high,
        level,
        slow);
  }

  private static void put(Evidence e, int i, double prediction, int shift, double error) {
    e.predictions[i] = (float) prediction + shift;
    e.errors[i] = (float) (error + 0.3);
  }

  private void contexts(Evidence e, int at, int h, int level, int slow) {
    PixelsChannel c = channel;
    double exact = all.exact;
    double scale = 1 / (all.energy + 0.25);
    double west = c.west - exact;
    double north = c.north - exact;
    int sides = pair(west * scale, north * scale);
    int exactWest = small(c.west);
    int exactNorth = small(c.north);
    int exactFirst = SMALL;
    int exactSecond = SMALL;
    int alike = small(c.line(1)[at + 1]);
    double r1 = residualBefore;
    double r2 = 0;
    if (c.first != null) {
      double f = c.first.line(0)[at];
      r1 = c.first.residual;
      exactFirst = small(f);
      alike = small(c.west + f - c.first.line(0)[at - 1]);
    }
    if (c.second != null) {
      r2 = c.second.residual;
      exactSecond = small(c.second.line(0)[at]);
    }
    int coarse = level / 2;
    int residuals = pair(r1 * scale, r2 * scale);
    double[] p = all.parts;
    int stacked = signed((p[PixelsPredictions.STACKED] - exact) * scale);
    int spatial = signed((p[PixelsPredictions.SPATIAL] - exact) * scale);
    int[] target = e.contexts;
    target[0] = SamplesLane.mix(1, h, level);
    target[1] = SamplesLane.mix(2, h, slow);
    target[2] = SamplesLane.mix(3, h, sides * LEVELS + coarse);
    target[3] = SamplesLane.mix(4, h, residuals * LEVELS + coarse);
    target[4] = SamplesLane.mix(5, h, exactWest * EXACT + exactNorth);
    target[5] = SamplesLane.mix(6, h, exactFirst * EXACT + exactSecond);
    target[6] = SamplesLane.mix(7, h, alike * EXACT + exactWest);
    target[7] = SamplesLane.mix(8, h, (stacked * DIFFERENCES + spatial) * LEVELS + coarse);
    target[8] = SamplesLane.mix(9, h, level * LEVELS + slow);
    target[9] = SamplesLane.mix(10, h, fine((exact - c.centre) * scale) * LEVELS + coarse);
    target[10] = SamplesLane.mix(11, h, signed(residualBefore * scale) * LEVELS + coarse);
  }

  /** How much more than the centre, where that is little. */
  private int small(double value) {
    return Math.clamp((int) value - channel.centre, -SMALL, SMALL) + SMALL;
  }

  private static int pair(double a, double b) {
    return signed(a) * DIFFERENCES + signed(b);
  }

  /** A difference in expected errors, 0 to 16. */
  private static int signed(double d) {
    return LogScale.signed(d, 0.0625, 0, SPAN);
  }

  /** A difference in expected errors, 0 to 62. */
  private static int fine(double d) {
    return LogScale.signed(d, 0.015625, 1, 31);
  }

  void accept(int column, int value) {
    all.accept(column, value);
    residualBefore = value - all.exact;
    double size = residualBefore < 0 ? -residualBefore : residualBefore;
    recent += (size - recent) * RATE;
  }
}
