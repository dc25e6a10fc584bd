package io.bytezip.codec;

import io.bytezip.codec.CompressOptions.Profile;

/** The profile that mixes, where no transformer reads the layouts. */
class MixedWithoutModelRoundTripTest extends RoundTripSuite {
  @Override
  PredictorSource models() {
    return Predictors.none();
  }

  @Override
  Profile profile() {
    return Profile.MIXED;
  }

  @Override
  int longest() {
    return 3000;
  }
}
