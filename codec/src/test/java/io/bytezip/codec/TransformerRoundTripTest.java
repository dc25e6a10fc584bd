package io.bytezip.codec;

/** Small transformers for every layout. */
class TransformerRoundTripTest extends RoundTripSuite {
  @Override
  PredictorSource models() {
    return Corpus.models();
  }

  @Override
  int longest() {
    return 6000;
  }
}
