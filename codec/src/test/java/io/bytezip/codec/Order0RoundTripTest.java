package io.bytezip.codec;

/** Counts that adapt within a lane. */
class Order0RoundTripTest extends RoundTripSuite {
  @Override
  PredictorSource models() {
    return Predictors.order0();
  }
}
