package io.bytezip.codec;

import io.bytezip.codec.CompressOptions.Profile;

/** Small transformers for every layout, together with models that learn. */
class MixedRoundTripTest extends RoundTripSuite {
  @Override
  PredictorSource models() {
    return Corpus.models();
  }

  @Override
  Profile profile() {
    return Profile.MIXED;
  }

  @Override
  int longest() {
    return 6000;
  }
}
