package io.bytezip.modalities;

/**
 * A raster of 16-bit samples without padding: rows of {@code width * channels} interleaved samples;
 * the last row may be partial.
 *
 * <p>Pixels are coded in the order of {@link PixelsLayout}, in strips and lanes as there. Of each
 * sample the coded bytes are those of (sample - centre + 2^15) mod 2^16, high byte first. What a
 * partial last row holds is coded as it is, by the lane that ends the raster. The rotation is 0 and
 * there are no context inputs: transformers do not read it, only models that learn.
 *
 * @param width pixels in a row, at least 1
 * @param channels 1 grey, 2 grey and alpha, 3 colours R G B, 4 colours and alpha
 * @param bigEndian whether the high byte of a sample lies first
 */
public record Pixels16Layout(int width, int channels, boolean bigEndian) implements Layout {
  /** What archives call this layout. */
  public static final String ID = "pixels16";

  /** The version of its arithmetic. */
  public static final int VERSION = 1;

  /** Bytes of a sample. */
  static final int BYTES = 2;

  /** Half the range of samples. */
  static final int HALF = 1 << 15;

  private static final int MIN_LANE = 196_608;

  /** Checks the ranges. */
  public Pixels16Layout {
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
    return new int[0];
  }

  @Override
  public Evidence.Shape evidence() {
    return Pixels16Evidence.SHAPE;
  }

  @Override
  public Evidence.Shape lightEvidence() {
    return Pixels16LightLane.SHAPE;
  }

  @Override
  public int unit() {
    return width * channels * BYTES;
  }

  @Override
  public int maxLanes(int length) {
    return LaneCut.lanes(length, MIN_LANE);
  }

  @Override
  public LiveSegment openLight(byte[] source, byte[] rebuilt, int lanes) {
    int rowBytes = unit();
    return LaneCut.of(rebuilt.length / rowBytes, rowBytes, rebuilt.length % rowBytes, lanes)
        .open(
            (first, length) ->
                new Pixels16LightLane(this, source, rebuilt, first * rowBytes, length));
  }

  @Override
  public LiveSegment open(byte[] source, byte[] rebuilt, int lanes) {
    PixelsGrid grid = new PixelsGrid(width, channels * BYTES, rebuilt.length, lanes);
    return grid.cut()
        .open((first, length) -> new Pixels16Lane(this, grid, source, rebuilt, first, length));
  }

  /** The byte offset within a pixel of the k-th coded channel: alpha, green, red, blue. */
  int offset(int k) {
    return BYTES * PixelsLayout.offset(channels, false, k);
  }

  /** The sample at a byte offset. */
  int get(byte[] bytes, int at) {
    int one = bytes[at] & 255;
    int two = bytes[at + 1] & 255;
    return bigEndian ? one << 8 | two : two << 8 | one;
  }

  /** Stores a sample at a byte offset. */
  void put(byte[] bytes, int at, int sample) {
    bytes[at] = (byte) (bigEndian ? sample >> 8 : sample);
    bytes[at + 1] = (byte) (bigEndian ? sample : sample >> 8);
  }
}
