package io.bytezip.codec.mix;

import java.util.Locale;

/** What of a mixer can be learned ahead of time. The names are those of tensors in model files. */
public enum MixerPart {
  /** For each group of weight sets, the weights of all inputs. */
  WEIGHTS(-64, 64),
  /** For each group of weight sets of the first selector, the last layer's weights. */
  LAST(-64, 64),
  /** {@link Mixer.Rates}, in order. */
  RATES(0, 1),
  /** For each context and bit history, the stretched probability of a 1. */
  HISTORIES(-Logistic.LIMIT, Logistic.LIMIT),
  /** For each context, number of bits seen and probability so far, the stretched probability. */
  PROBABILITIES(-Logistic.LIMIT, Logistic.LIMIT),
  /** For each context, run and depth, the stretched probability that the run goes on. */
  RUNS(-Logistic.LIMIT, Logistic.LIMIT),
  /** For each probability map, the curve of all its contexts, as stretched probabilities. */
  REFINEMENTS(-Logistic.LIMIT, Logistic.LIMIT),
  /** For each histogram, the stretched share of residuals below multiples of the expected error. */
  HISTOGRAMS(-Logistic.LIMIT, Logistic.LIMIT),
  /** As how many uses the three maps of contexts count, in the order above. */
  USES(0, 255),
  /** Bytes that contexts and matches have seen before the segment's; of any number. */
  PRIMER(0, 255);

  private final float least;
  private final float most;

  MixerPart(float least, float most) {
    this.least = least;
    this.most = most;
  }

  /** The name in files. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the numbers are stretched probabilities. */
  boolean probabilities() {
    return switch (this) {
      case HISTORIES, PROBABILITIES, RUNS, REFINEMENTS, HISTOGRAMS -> true;
      case WEIGHTS, LAST, RATES, USES, PRIMER -> false;
    };
  }

  /** Whether a number is in range, and one. */
  boolean allows(float value) {
    return value >= least && value <= most;
  }
}
