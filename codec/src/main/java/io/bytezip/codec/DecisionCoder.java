package io.bytezip.codec;

/**
 * One end of the arithmetic coder of binary decisions, or what measures it; all are driven by the
 * same code.
 */
sealed interface DecisionCoder
    permits DecisionEncoder, DecisionDecoder, MeteredDecoder, DecisionMeter {
  /** Bits of a probability. */
  int PROBABILITY_BITS = 24;

  /** Probabilities stay this far from 0 and from 1, in units of 2^-24. */
  int PROBABILITY_MIN = 1 << 9;

  /** The interval is kept above 2^32 and at most 2^40. */
  int RANGE_BITS = 40;

  /** Below this the interval grows by a byte. */
  long RANGE_MIN = 1L << (RANGE_BITS - 8);

  /** Bytes of the register, and the most that a decoder reads past the end of a payload. */
  int REGISTER_BYTES = RANGE_BITS / 8;

  /**
   * Codes one decision.
   *
   * @param bit what to encode; ignored when decoding
   * @param zero probability of a 0, in units of 2^-24, in {@link #PROBABILITY_MIN}..2^24 -
   *     PROBABILITY_MIN
   * @return the bit
   */
  int code(int bit, int zero) throws CorruptArchiveException;
}
