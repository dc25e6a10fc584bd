package io.bytezip.train.zoo;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;

/** What a model makes of a text. */
final class TextBits {
  private TextBits() {}

  /** Bits a byte that the text takes with bytezip-text alone. */
  static double of(byte[] text) throws Exception {
    Criteria<byte[], float[][]> criteria =
        Criteria.builder()
            .setTypes(byte[].class, float[][].class)
            .optGroupId("io.bytezip")
            .optArtifactId("bytezip-text")
            .build();
    try (ZooModel<byte[], float[][]> model = criteria.loadModel();
        Predictor<byte[], float[][]> predictor = model.newPredictor()) {
      float[][] next = predictor.predict(text);
      double nats = 0;
      for (int i = 0; i < text.length; i++) {
        nats -= next[i][text[i] & 255];
      }
      return nats / Math.log(2) / text.length;
    }
  }
}
