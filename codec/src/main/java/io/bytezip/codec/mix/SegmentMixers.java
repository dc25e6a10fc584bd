package io.bytezip.codec.mix;

import io.bytezip.modalities.Layout;
import io.bytezip.modalities.SamplesLayout;

/** Chooses the mixer of a layout. */
public final class SegmentMixers {
  private SegmentMixers() {}

  /**
   * A mixer that has learned nothing.
   *
   * @param layout of the segment
   * @param starts where each lane's run begins in the segment's coded bytes, in the order of lanes
   * @param length of all runs
   * @param withPrior whether there is a transformer
   */
  public static SegmentMixer open(Layout layout, int[] starts, int length, boolean withPrior) {
    return layout instanceof SamplesLayout
        ? new SampleMixer(layout.evidence(), starts.length, length, withPrior)
        : new ByteMixer(layout.evidence(), starts, length, withPrior);
  }
}
