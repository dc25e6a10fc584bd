package io.bytezip.eval;

import io.bytezip.codec.Method;
import io.bytezip.codec.SegmentCost;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.Modality;
import io.bytezip.modalities.Segment;
import java.util.Arrays;

/** Segments whose bytes take what a test says. */
final class Costs {
  private Costs() {}

  static SegmentCost of(Layout layout, byte[] bytes, float[] bits) {
    return new SegmentCost(
        0,
        Segment.Origin.NONE,
        layout,
        bytes.length == 0 ? Modality.GENERIC : new Segment(layout, bytes).modality(),
        Method.ADAPTIVE,
        null,
        1,
        null,
        bytes,
        bits);
  }

  /** Each byte takes the same. */
  static SegmentCost even(Layout layout, byte[] bytes, float bits) {
    float[] each = new float[bytes.length];
    Arrays.fill(each, bits);
    return of(layout, bytes, each);
  }
}
