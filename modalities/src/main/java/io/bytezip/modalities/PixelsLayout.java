package io.bytezip.modalities;

/**
 * An 8-bit raster without padding: rows of {@code width * channels} interleaved bytes; the last row
 * may be partial.
 *
 * <p>Pixels are coded in strips of about 128 columns, row by row, alpha first, then green, red,
 * blue. The coded byte is the sample; the rotation is centre - 128. Lanes are runs of strip rows,
 * in strip order. What a partial last row holds is coded by the lane that ends the raster, with its
 * left neighbour as the centre.
 *
 * <p>Context inputs, in order. Taps: residual symbols at W, at N and two symbols back; the symbols
 * that W's and N's values would be here. Features: log local error energy (40), fraction lost in
 * rounding (8), both together (320), channel kind (5: grey, alpha, green, red, blue); signed log
 * differences to the centre (15 each) of six predictions (three least squares, the median predictor
 * and two others), of W and of N; log gradient (12), centre / 8 (32), signed log residuals (15
 * each) of the first and the second earlier colour at this pixel.
 *
 * @param width pixels in a row, 1 to 2^26
 * @param channels 1 grey or palette index, 2 grey and alpha, 3 colours, 4 colours and alpha
 * @param blueFirst whether colours lie in the order B G R rather than R G B
 */
public record PixelsLayout(int width, int channels, boolean blueFirst) implements Layout {
  /** What archives and models call this layout. */
  public static final String ID = "pixels";

  /** The version of its arithmetic. */
  public static final int VERSION = 1;

  private static final int MIN_LANE = 196_608;

  /** Checks the ranges. */
  public PixelsLayout {
    if (width < 1 || width > Layouts.MAX_WIDTH || channels < 1 || channels > 4) {
      throw new IllegalArgumentException("pixels: width " + width + ", channels " + channels);
    }
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public int[] contextSizes() {
    return PixelsLane.CONTEXT_SIZES.clone();
  }

  @Override
  public Evidence.Shape evidence() {
    return PixelsEvidence.SHAPE;
  }

  @Override
  public Evidence.Shape lightEvidence() {
    return PixelsLightLane.SHAPE;
  }

  @Override
  public int unit() {
    return width * channels;
  }

  @Override
  public int maxLanes(int length) {
    return LaneCut.lanes(length, MIN_LANE);
  }

  @Override
  public LiveSegment openLight(byte[] source, byte[] rebuilt, int lanes) {
    int rowBytes = width * channels;
    return LaneCut.of(rebuilt.length / rowBytes, rowBytes, rebuilt.length % rowBytes, lanes)
        .open(
            (first, length) ->
                new PixelsLightLane(this, source, rebuilt, first * rowBytes, length));
  }

  @Override
  public LiveSegment open(byte[] source, byte[] rebuilt, int lanes) {
    PixelsGrid grid = new PixelsGrid(width, channels, rebuilt.length, lanes);
    return grid.cut()
        .open((first, length) -> new PixelsLane(this, grid, source, rebuilt, first, length));
  }

  /** The byte offset within a pixel of the k-th coded channel: alpha, green, red, blue. */
  int offset(int k) {
    return offset(channels, blueFirst, k);
  }

  /** The number within a pixel of the k-th coded channel. */
  static int offset(int channels, boolean blueFirst, int k) {
    if (channels == 2) {
      return 1 - k;
    }
    if (channels == 1) {
      return 0;
    }
    int colour = k - (channels - 3);
    return switch (colour) {
      case -1 -> 3;
      case 0 -> 1;
      case 1 -> blueFirst ? 2 : 0;
      default -> blueFirst ? 0 : 2;
    };
  }
}
