package io.bytezip.modalities.format;

import io.bytezip.modalities.Layout;

/**
 * Raw samples: equal units (frames of sound, rows of pixels), each followed by padding.
 *
 * @param layout how the samples lie
 * @param start where the first unit begins
 * @param unit bytes of a unit without padding
 * @param padding bytes after each unit, 0 to 255
 * @param units how many units there should be; fewer if the input ends early
 * @param whole whether one block should hold all of them, if it can
 */
public record UnitRun(Layout layout, int start, int unit, int padding, long units, boolean whole) {
  /** Bytes of a unit with its padding. */
  public int stride() {
    return unit + padding;
  }

  /** What is left after some units, in the next block. */
  public UnitRun after(long taken) {
    return new UnitRun(layout, 0, unit, padding, units - taken, whole);
  }
}
