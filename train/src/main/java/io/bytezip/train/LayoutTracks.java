package io.bytezip.train;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.LiveLane;
import io.bytezip.modalities.LiveSegment;
import java.util.ArrayList;
import java.util.List;

/** Runs a layout over a segment as an encoder would, and keeps what a model would see. */
final class LayoutTracks {
  private LayoutTracks() {}

  /** The lanes of {@code source} under {@code layout}, cut into at most {@code lanes}. */
  static List<Track> of(String group, Layout layout, byte[] source, int lanes) {
    if (layout instanceof BytesLayout) {
      return List.of(new Track(group, layout.id(), source, new byte[0]));
    }
    ContextPacking packing = new ContextPacking(layout.contextSizes());
    LiveSegment segment = layout.open(source, new byte[source.length], lanes);
    List<Track> tracks = new ArrayList<>();
    for (int i = 0; i < segment.lanes(); i++) {
      int length = segment.lane(i).length();
      tracks.add(
          new Track(
              group,
              layout.id(),
              new byte[length],
              new byte[Math.multiplyExact(length, packing.stride())]));
    }
    int[] context = new int[layout.contextSizes().length];
    int steps = segment.lanes() == 0 ? 0 : segment.lane(0).length();
    for (int t = 0; t < steps; t++) {
      for (int i = 0; i < segment.lanes() && t < segment.lane(i).length(); i++) {
        LiveLane lane = segment.lane(i);
        lane.context(context, 0);
        packing.pack(context, tracks.get(i).contexts(), t * packing.stride());
        int coded = lane.next();
        tracks.get(i).symbols()[t] = (byte) (coded - lane.rotation());
        lane.accept(coded);
      }
    }
    return tracks;
  }
}
