package io.bytezip.codec;

/** Few models that learn. */
class Level1RoundTripTest extends RoundTripSuite {
  @Override
  PredictorSource models() {
    return Corpus.models();
  }

  @Override
  CompressOptions asked() {
    return CompressOptions.DEFAULTS.withLevel(1);
  }

  @Override
  int longest() {
    return 6000;
  }
}
