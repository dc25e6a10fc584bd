package io.bytezip.codec;

/** All that there is. */
class Level9RoundTripTest extends RoundTripSuite {
  @Override
  PredictorSource models() {
    return Corpus.models();
  }

  @Override
  CompressOptions asked() {
    return CompressOptions.DEFAULTS.withLevel(9);
  }

  @Override
  int longest() {
    return 3000;
  }
}
