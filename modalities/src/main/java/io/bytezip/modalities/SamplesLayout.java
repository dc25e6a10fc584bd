package io.bytezip.modalities;

/**
 * PCM samples of one to eight channels, interleaved; a trailing partial frame is coded as it is.
 *
 * <p>8 bits: the coded byte is the sample as an unsigned one, the rotation centre - 128. Wider
 * samples: the coded bytes are those of (sample - centre + half the range) mod 2^bits, high byte
 * first, with rotation 0.
 *
 * <p>With several channels each is predicted from its own past and the latest samples of all
 * others. Where one of them is meant, it is the channel before, or the last one for the first.
 *
 * <p>Context inputs, in order. Taps: first and second byte of this channel's last residual, first
 * byte of the one before, second byte of the other channel's latest residual, the symbol two back.
 * Features: log mean magnitude of the last 8 and of the last 32 residuals, each joined with the
 * byte's place (4 x 64; 3 with 8 bits), of the last 2 and of the last 128 (64); fraction lost in
 * rounding (16); signed log differences to the centre in units of the mean magnitude (17 each) of
 * the long and the short least squares, the cascade's end and the signal's LMS; the last residual
 * and the other channel's (17 each, same units); channel (3: mono, first, later ones); centre by
 * 16ths of the range (16).
 *
 * @param channels 1 to 8
 * @param bits 8, 16, 24 or 32, of integers
 * @param signed whether samples are two's complement (else offset binary)
 * @param bigEndian whether the high byte lies first
 */
public record SamplesLayout(int channels, int bits, boolean signed, boolean bigEndian)
    implements Layout {
  /** What archives and models call this layout. */
  public static final String ID = "samples";

  /** The version of its arithmetic. */
  public static final int VERSION = 1;

  /**
   * Frames. Speech in four lanes of 24,000 is 0.3 to 0.7 % larger than in one of 96,000: as much as
   * the transformer wins.
   */
  private static final int MIN_LANE = 1 << 16;

  private static final int MAX_CHANNELS = 8;

  /** Checks the ranges. */
  public SamplesLayout {
    if (channels < 1 || channels > MAX_CHANNELS || bits < 8 || bits > 32 || bits % 8 != 0) {
      throw new IllegalArgumentException("samples: channels " + channels + ", bits " + bits);
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
    return SamplesLane.CONTEXT_SIZES.clone();
  }

  @Override
  public Evidence.Shape evidence() {
    return SamplesLane.EVIDENCE;
  }

  @Override
  public Evidence.Shape lightEvidence() {
    return SamplesLightLane.SHAPE;
  }

  @Override
  public int unit() {
    return channels * bits / 8;
  }

  @Override
  public int maxLanes(int length) {
    return LaneCut.lanes(length / (channels * bits / 8), MIN_LANE);
  }

  @Override
  public LiveSegment openLight(byte[] source, byte[] rebuilt, int lanes) {
    int frame = channels * bits / 8;
    return LaneCut.of(rebuilt.length / frame, frame, rebuilt.length % frame, lanes)
        .open(
            (first, length) -> new SamplesLightLane(this, source, rebuilt, first * frame, length));
  }

  @Override
  public LiveSegment open(byte[] source, byte[] rebuilt, int lanes) {
    int frame = channels * bits / 8;
    return LaneCut.of(rebuilt.length / frame, frame, rebuilt.length % frame, lanes)
        .open((first, length) -> new SamplesLane(this, source, rebuilt, first * frame, length));
  }
}
