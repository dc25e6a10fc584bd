package io.bytezip.codec;

/** A transformer where it helps much. */
class Level5RoundTripTest extends RoundTripSuite {
  @Override
  PredictorSource models() {
    return Corpus.models();
  }

  @Override
  CompressOptions asked() {
    return CompressOptions.DEFAULTS.withLevel(5);
  }

  @Override
  int longest() {
    return 3000;
  }
}
