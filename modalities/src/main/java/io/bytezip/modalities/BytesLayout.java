package io.bytezip.modalities;

import java.util.Arrays;

/**
 * Text and raw bytes: the coded byte is the source byte, the rotation is 0, the taps are the bytes
 * 2, 3 and 4 places back, and there are no features. Lanes are contiguous ranges. A lane holds a
 * few numbers, and {@link BytesContexts} where a mixer is asked.
 */
public record BytesLayout() implements Layout {
  /** What archives and models call this layout. */
  public static final String ID = "bytes";

  /** The version of its contexts. */
  public static final int VERSION = 1;

  private static final int TAPS = 3;

  /** Shorter lanes, and more of them, cost ratio: 0.9 % of 1 MB of text with four times as many. */
  private static final int MIN_LANE = 1 << 14;

  /** So many keep matrix products busy; more make nothing faster on a few threads. */
  private static final int MAX_LANES = 16;

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
    int[] sizes = new int[TAPS];
    Arrays.fill(sizes, 257);
    return sizes;
  }

  @Override
  public Evidence.Shape evidence() {
    return new Evidence.Shape(BytesContexts.COUNT, 0, BytesContexts.SELECTOR_SIZES.clone());
  }

  /** None: whoever mixes for speed has the bytes themselves. */
  @Override
  public Evidence.Shape lightEvidence() {
    return new Evidence.Shape(0, 0, new int[0]);
  }

  @Override
  public int unit() {
    return 1;
  }

  @Override
  public int maxLanes(int length) {
    return Math.min(MAX_LANES, LaneCut.lanes(length, MIN_LANE));
  }

  @Override
  public LiveSegment open(byte[] source, byte[] rebuilt, int lanes) {
    return LaneCut.of(rebuilt.length, 1, 0, lanes)
        .open((start, length) -> new Lane(source, rebuilt, start, length, true));
  }

  @Override
  public LiveSegment openLight(byte[] source, byte[] rebuilt, int lanes) {
    return LaneCut.of(rebuilt.length, 1, 0, lanes)
        .open((start, length) -> new Lane(source, rebuilt, start, length, false));
  }

  private static final class Lane implements LiveLane {
    private final byte[] source;
    private final byte[] rebuilt;
    private final int start;
    private final int length;
    private final boolean full;
    private BytesContexts contexts;
    private int position;

    Lane(byte[] source, byte[] rebuilt, int start, int length, boolean full) {
      this.source = source;
      this.rebuilt = rebuilt;
      this.start = start;
      this.length = length;
      this.full = full;
    }

    @Override
    public int length() {
      return length;
    }

    @Override
    public void context(int[] target, int offset) {
      if (!full) {
        return;
      }
      for (int i = 0; i < TAPS; i++) {
        int lag = i + 2;
        target[offset + i] = position >= lag ? rebuilt[start + position - lag] & 255 : 256;
      }
    }

    @Override
    public void evidence(Evidence evidence) {
      if (!full) {
        return;
      }
      if (contexts == null) {
        contexts = new BytesContexts(start);
      }
      contexts.write(evidence);
    }

    @Override
    public int rotation() {
      return 0;
    }

    @Override
    public int next() {
      return source[address()] & 255;
    }

    @Override
    public int address() {
      return start + position;
    }

    @Override
    public void accept(int coded) {
      rebuilt[address()] = (byte) coded;
      position++;
      if (contexts != null) {
        contexts.accept(coded);
      }
    }
  }
}
