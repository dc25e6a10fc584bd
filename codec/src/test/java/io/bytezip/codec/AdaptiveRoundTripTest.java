package io.bytezip.codec;

import io.bytezip.codec.CompressOptions.Profile;

/** Models that learn, alone. */
class AdaptiveRoundTripTest extends RoundTripSuite {
  @Override
  PredictorSource models() {
    return Corpus.models();
  }

  @Override
  Profile profile() {
    return Profile.ADAPTIVE;
  }

  @Override
  int longest() {
    return 6000;
  }
}
