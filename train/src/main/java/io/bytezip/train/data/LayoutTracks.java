package io.bytezip.train.data;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.LiveLane;
import io.bytezip.modalities.LiveSegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs a layout over a segment as an encoder would, and keeps what a model would see. */
final class LayoutTracks {
  /** Lanes are cut into tracks of at most so many symbols, so that a shard mixes many files. */
  static final int MOST = 1 << 16;

  private LayoutTracks() {}

  /** The lanes of {@code source} under {@code layout}, at most {@code lanes}, cut into tracks. */
  static List<Track> of(Layout layout, byte[] source, int lanes) {
    List<Track> tracks = new ArrayList<>();
    if (layout instanceof BytesLayout) {
      for (int at = 0; at < source.length; at += MOST) {
        byte[] part = Arrays.copyOfRange(source, at, Math.min(source.length, at + MOST));
        tracks.add(new Track(layout.id(), layout.version(), part, new byte[0]));
      }
      return tracks;
    }
    ContextPacking packing = new ContextPacking(layout.contextSizes());
    LiveSegment segment = layout.open(source, new byte[source.length], lanes);
    int[] first = new int[segment.lanes()];
    for (int i = 0; i < first.length; i++) {
      first[i] = tracks.size();
      int length = segment.lane(i).length();
      for (int at = 0; at < length; at += MOST) {
        int part = Math.min(MOST, length - at);
        tracks.add(
            new Track(
                layout.id(), layout.version(), new byte[part], new byte[part * packing.stride()]));
      }
    }
    int[] context = new int[layout.contextSizes().length];
    int steps = segment.lanes() == 0 ? 0 : segment.lane(0).length();
    for (int t = 0; t < steps; t++) {
      for (int i = 0; i < segment.lanes() && t < segment.lane(i).length(); i++) {
        Track track = tracks.get(first[i] + t / MOST);
        LiveLane lane = segment.lane(i);
        lane.context(context, 0);
        packing.pack(context, track.contexts(), t % MOST * packing.stride());
        int coded = lane.next();
        track.symbols()[t % MOST] = (byte) (coded - lane.rotation());
        lane.accept(coded);
      }
    }
    return tracks;
  }
}
