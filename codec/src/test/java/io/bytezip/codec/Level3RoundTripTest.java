package io.bytezip.codec;

/** Most of the models that learn. */
class Level3RoundTripTest extends RoundTripSuite {
  @Override
  PredictorSource models() {
    return Corpus.models();
  }

  @Override
  CompressOptions asked() {
    return CompressOptions.DEFAULTS.withLevel(3);
  }

  @Override
  int longest() {
    return 6000;
  }
}
