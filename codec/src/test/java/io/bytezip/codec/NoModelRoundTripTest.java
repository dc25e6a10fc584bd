package io.bytezip.codec;

/** Raw and LZMA2 alone. */
class NoModelRoundTripTest extends RoundTripSuite {
  @Override
  PredictorSource models() {
    return Predictors.none();
  }
}
