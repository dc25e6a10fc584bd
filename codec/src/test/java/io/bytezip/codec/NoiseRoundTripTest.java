package io.bytezip.codec;

/** Peaked probabilities that mostly mislead. */
class NoiseRoundTripTest extends RoundTripSuite {
  @Override
  PredictorSource models() {
    return Predictors.noise();
  }
}
