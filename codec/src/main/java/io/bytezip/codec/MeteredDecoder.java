package io.bytezip.codec;

/** A decoder that keeps what each byte of a segment takes. */
final class MeteredDecoder implements DecisionCoder {
  private static final double LN2 = StrictMath.log(2);

  private final DecisionDecoder decoder;
  private float[] bits = {};

  /** Of the decisions since the last byte; eight of them are far from underflowing. */
  private double probability = 1;

  MeteredDecoder(DecisionDecoder decoder) {
    this.decoder = decoder;
  }

  /**
   * A segment begins.
   *
   * @param target receives the bits that each of its bytes takes
   */
  void begin(float[] target) {
    bits = target;
  }

  @Override
  public int code(int ignored, int zero) throws CorruptArchiveException {
    int whole = 1 << PROBABILITY_BITS;
    int bit = decoder.code(ignored, zero);
    probability *= (double) (bit == 0 ? zero : whole - zero) / whole;
    return bit;
  }

  /** The decisions since the last call were those of the byte at this address. */
  void coded(int address) {
    bits[address] = (float) (-StrictMath.log(probability) / LN2);
    probability = 1;
  }
}
