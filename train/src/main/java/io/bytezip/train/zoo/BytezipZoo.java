package io.bytezip.train.zoo;

import ai.djl.repository.zoo.ModelLoader;
import ai.djl.repository.zoo.ModelZoo;
import io.bytezip.modelzoo.Catalogue;
import io.bytezip.modelzoo.ModelEntry;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The models of a catalogue, in its order. Several of one name are artifacts of one loader.
 *
 * <p>Nothing is read before somebody asks: DJL opens all zoos at once, whatever it looks for.
 */
final class BytezipZoo extends ModelZoo {
  /** Group id of the models. */
  static final String GROUP = "io.bytezip";

  /** The engine that runs them. */
  static final String ENGINE = "PyTorch";

  private final Catalogue catalogue;

  BytezipZoo(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public String getGroupId() {
    return GROUP;
  }

  @Override
  public Set<String> getSupportedEngines() {
    return Set.of(ENGINE);
  }

  @Override
  public Collection<ModelLoader> getModelLoaders() {
    return List.copyOf(loaders());
  }

  @Override
  public ModelLoader getModelLoader(String artifactId) {
    Optional<CatalogueLoader> loader =
        loaders().stream().filter(l -> l.getArtifactId().equals(artifactId)).findFirst();
    return loader.orElse(null);
  }

  private List<CatalogueLoader> loaders() {
    return catalogue.entries().stream()
        .map(ModelEntry::name)
        .distinct()
        .map(name -> new CatalogueLoader(catalogue, name))
        .toList();
  }
}
