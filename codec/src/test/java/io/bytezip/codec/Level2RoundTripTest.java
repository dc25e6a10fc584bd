package io.bytezip.codec;

/** More models that learn. */
class Level2RoundTripTest extends RoundTripSuite {
  @Override
  PredictorSource models() {
    return Corpus.models();
  }

  @Override
  CompressOptions asked() {
    return CompressOptions.DEFAULTS.withLevel(2);
  }

  @Override
  int longest() {
    return 6000;
  }
}
