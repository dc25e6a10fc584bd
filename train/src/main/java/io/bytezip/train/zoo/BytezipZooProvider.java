package io.bytezip.train.zoo;

import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooProvider;
import io.bytezip.modelzoo.Catalogue;

/**
 * Brings the models of {@link Catalogue#standard} to DJL, which finds this class as a service: the
 * bundled ones, and the user's own.
 *
 * <pre>{@code
 * Criteria<byte[], float[][]> criteria =
 *     Criteria.builder()
 *         .setTypes(byte[].class, float[][].class)
 *         .optGroupId("io.bytezip")
 *         .optArtifactId("bytezip-text")
 *         .build();
 * try (ZooModel<byte[], float[][]> model = criteria.loadModel();
 *     Predictor<byte[], float[][]> predictor = model.newPredictor()) {
 *   float[][] next = predictor.predict(text);
 * }
 * }</pre>
 *
 * <p>{@code next[i][b]} is the natural logarithm of the probability that byte i of the text is b,
 * given those before it; {@code next[text.length]} tells of the byte after the text. Texts have
 * less than 65,536 bytes ({@link BytesTranslator}). With the types {@code NDList} and {@code
 * NDList} a model takes indices, any layout's and several sequences at once, and gives logits
 * ({@link io.bytezip.train.LogitsBlock}).
 *
 * <p>The artifact id is the model's name. Properties, which {@code optFilter} may ask for: {@code
 * layouts}, {@code parameters} and {@code sha256} ({@link CatalogueRepository}). Nothing is ever
 * downloaded.
 */
public final class BytezipZooProvider implements ZooProvider {
  /** For {@link java.util.ServiceLoader}. */
  public BytezipZooProvider() {}

  @Override
  public String getName() {
    return "bytezip";
  }

  /** A zoo of its own at each call, which reads the environment and the folders it names. */
  @Override
  public ModelZoo getModelZoo() {
    return new BytezipZoo(Catalogue.standard(System.getenv()));
  }
}
