package io.bytezip.modalities.format;

import io.bytezip.modalities.SamplesLayout;

/**
 * How the samples of a sound lie, as headers of many formats say it.
 *
 * @param channels interleaved ones
 * @param bytes of a sample
 * @param coding what a sample is
 * @param bigEndian whether the high byte of a sample lies first
 */
record PcmKind(int channels, int bytes, Coding coding, boolean bigEndian) {
  private static final int MAX_CHANNELS = 8;

  /** What a sample is. */
  enum Coding {
    SIGNED,
    UNSIGNED,
    /** IEEE 754. */
    FLOAT
  }

  /** Whether there is a way to code them. */
  private boolean known() {
    boolean fits = coding == Coding.FLOAT ? bytes == 4 || bytes == 8 : bytes >= 1 && bytes <= 4;
    return fits && channels >= 1 && channels <= MAX_CHANNELS;
  }

  /** Bytes of a sample of each channel. */
  int frame() {
    return channels * bytes;
  }

  /**
   * Samples of a sound.
   *
   * @param format its name
   * @param window where they are
   * @param start where they begin
   * @param size how many bytes there are, negative if that isn't known
   * @param room see {@link Format#open}
   */
  Finding found(String format, InputWindow window, int start, long size, int room) {
    if (!known()) {
      return new Finding.Nothing();
    }
    long frames = (size < 0 ? Long.MAX_VALUE / 256 : size) / frame();
    if (coding == Coding.FLOAT) {
      return new FloatRun(format, this, start, frames).open(window, room);
    }
    SamplesLayout layout =
        new SamplesLayout(channels, 8 * bytes, coding == Coding.SIGNED, bigEndian);
    return new Finding.Units(new UnitRun(layout, start, frame(), 0, frames, false));
  }
}
