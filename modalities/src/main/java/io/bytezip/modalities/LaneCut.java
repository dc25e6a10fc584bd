package io.bytezip.modalities;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntUnaryOperator;

/**
 * Cuts a run of equal units into lanes of nearly equal length, longest first. Bytes that do not
 * fill a unit go to the lane that ends the run.
 */
final class LaneCut {
  private static final int MAX_LANES = 64;

  /** Makes the lane that begins at unit {@code firstUnit} and codes {@code length} bytes. */
  @FunctionalInterface
  interface Opener {
    LiveLane open(int firstUnit, int length);
  }

  private record Run(int firstUnit, int length) {}

  private final Run[] runs;

  private LaneCut(Run[] runs) {
    this.runs = runs;
  }

  /** The number of lanes of at least {@code shortest} bytes, between 1 and 64. */
  static int lanes(int length, int shortest) {
    return Math.clamp(length / shortest, 1, MAX_LANES);
  }

  /** Cuts {@code units} of {@code unitBytes} each, and a tail. */
  static LaneCut of(int units, int unitBytes, int tail, int lanes) {
    return of(units, tail, lanes, unit -> unit * unitBytes);
  }

  /**
   * @param units how many units may not be cut
   * @param tail bytes after the last unit
   * @param lanes how many lanes to cut at most
   * @param bytesBefore the bytes of all units before the given one
   */
  static LaneCut of(int units, int tail, int lanes, IntUnaryOperator bytesBefore) {
    if (lanes < 1) {
      throw new IllegalArgumentException("lanes: " + lanes);
    }
    if (units == 0 && tail == 0) {
      return new LaneCut(new Run[0]);
    }
    int count = Math.clamp(units, 1, lanes);
    Run[] runs = new Run[count];
    for (int i = 0; i < count; i++) {
      int first = (int) ((long) units * i / count);
      int end = (int) ((long) units * (i + 1) / count);
      int length = bytesBefore.applyAsInt(end) - bytesBefore.applyAsInt(first);
      runs[i] = new Run(first, i == count - 1 ? length + tail : length);
    }
    Arrays.sort(runs, Comparator.comparingInt(Run::length).reversed());
    return new LaneCut(runs);
  }

  LiveSegment open(Opener opener) {
    LiveLane[] lanes = new LiveLane[runs.length];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = opener.open(runs[i].firstUnit(), runs[i].length());
    }
    return new Lanes(lanes);
  }

  private static final class Lanes implements LiveSegment {
    private final LiveLane[] all;

    Lanes(LiveLane[] all) {
      this.all = all;
    }

    @Override
    public int lanes() {
      return all.length;
    }

    @Override
    public LiveLane lane(int index) {
      return all[index];
    }
  }
}
