package io.bytezip.modalities;

/**
 * Raw samples: equal units (frames of sound, rows of pixels), each followed by padding.
 *
 * @param layout how the samples lie
 * @param start where the first unit begins
 * @param unit bytes of a unit without padding
 * @param padding bytes after each unit
 * @param units how many units there should be; fewer if the input ends early
 * @param whole whether one block should hold all of them, if it can
 */
record UnitRun(Layout layout, int start, int unit, int padding, long units, boolean whole) {
  int stride() {
    return unit + padding;
  }

  /** What is left after some units, in the next block. */
  UnitRun after(long taken) {
    return new UnitRun(layout, 0, unit, padding, units - taken, whole);
  }
}
