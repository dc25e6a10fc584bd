package io.bytezip.codec;

import io.bytezip.codec.mix.Effort;
import io.bytezip.codec.mix.MixerOptions;

/** The ways in which a segment's probabilities are made. */
public enum Coding {
  /** A transformer alone. */
  FROZEN,
  /** A transformer and models that learn. */
  MIXED,
  /** All models that learn. */
  ADAPTIVE,
  /** The fewest of them. */
  LIGHT,
  /** More of them. */
  MEDIUM,
  /** Most of them. */
  STRONG;

  /** Whether a transformer takes part. */
  boolean transforms() {
    return this == FROZEN || this == MIXED;
  }

  /** What learns, or null. */
  MixerOptions mixer() {
    return switch (this) {
      case FROZEN -> null;
      case MIXED, ADAPTIVE -> MixerOptions.DEFAULTS;
      case LIGHT -> new MixerOptions(Effort.LIGHT, 22);
      case MEDIUM -> new MixerOptions(Effort.MEDIUM, 24);
      case STRONG -> new MixerOptions(Effort.STRONG, 26);
    };
  }
}
