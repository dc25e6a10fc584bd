package io.bytezip.codec;

import io.bytezip.codec.CompressOptions.Profile;
import io.bytezip.codec.mix.Effort;
import io.bytezip.codec.mix.MixerOptions;
import java.util.List;

/**
 * What the encoder does at one of the levels 1 to 9.
 *
 * @param profile which models take part
 * @param mixer the models that learn
 * @param lzma2 LZMA2's preset
 * @param useful of the bytes that a sample takes without a transformer, what it must come below
 *     with one
 * @param exhaustive whether a transformer that passed is compared with the models that learn alone
 *     on the whole segment
 * @param laneLength how many times as long lanes are as the layout would have them
 * @param size which model is asked for
 */
record Level(
    Profile profile,
    MixerOptions mixer,
    int lzma2,
    double useful,
    boolean exhaustive,
    int laneLength,
    ModelSize size) {
  /** The level of the profile that mixes. */
  static final int DEFAULT = 6;

  /** The level of the profile without a transformer. */
  static final int ADAPTIVE = 4;

  private static final int FAST_LZMA2 = 1;
  private static final int GOOD_LZMA2 = 6;

  private static final List<Level> LEVELS =
      List.of(
          adaptive(new MixerOptions(Effort.LIGHT, 22), FAST_LZMA2),
          adaptive(new MixerOptions(Effort.MEDIUM, 24), FAST_LZMA2),
          adaptive(new MixerOptions(Effort.STRONG, 26), FAST_LZMA2),
          adaptive(MixerOptions.DEFAULTS, GOOD_LZMA2),
          mixed(0.97, false, 1, ModelSize.SMALLEST),
          mixed(0.9995, true, 1, ModelSize.DEFAULT),
          mixed(0.9995, true, 2, ModelSize.LARGEST),
          mixed(0.9995, true, 4, ModelSize.LARGEST),
          mixed(1, true, 256, ModelSize.LARGEST));

  /**
   * The level of this number.
   *
   * @throws IllegalArgumentException if it is not 1 to 9
   */
  static Level of(int number) {
    if (number < 1 || number > LEVELS.size()) {
      throw new IllegalArgumentException("levels are 1 to " + LEVELS.size() + ", not " + number);
    }
    return LEVELS.get(number - 1);
  }

  private static Level adaptive(MixerOptions mixer, int lzma2) {
    return new Level(Profile.ADAPTIVE, mixer, lzma2, 0, false, 1, ModelSize.DEFAULT);
  }

  private static Level mixed(double useful, boolean exhaustive, int laneLength, ModelSize size) {
    return new Level(
        Profile.MIXED, MixerOptions.DEFAULTS, GOOD_LZMA2, useful, exhaustive, laneLength, size);
  }
}
