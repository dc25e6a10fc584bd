package io.bytezip.train.zoo;

import ai.djl.Application;
import ai.djl.repository.AbstractRepository;
import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.Metadata;
import ai.djl.util.Progress;
import io.bytezip.modelzoo.Catalogue;
import io.bytezip.modelzoo.ModelEntry;
import io.bytezip.modelzoo.ModelException;
import io.bytezip.modelzoo.ModelFile;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A catalogue as DJL sees it: each name a resource, each model of that name an artifact with the
 * properties
 *
 * <ul>
 *   <li>{@value #LAYOUTS}: ids of the layouts that it reads, separated by commas
 *   <li>{@value #PARAMETERS}: how many numbers the transformer has
 *   <li>{@value #SHA256}: of its file, 64 hex digits
 * </ul>
 */
final class CatalogueRepository extends AbstractRepository {
  static final String LAYOUTS = "layouts";
  static final String PARAMETERS = "parameters";
  static final String SHA256 = "sha256";

  private final Catalogue catalogue;

  CatalogueRepository(Catalogue catalogue) {
    super("bytezip", URI.create("bytezip:models"));
    this.catalogue = catalogue;
  }

  /** The resource of a name. */
  MRL resource(String name) {
    return MRL.model(this, Application.UNDEFINED, BytezipZoo.GROUP, name, null, null);
  }

  @Override
  public boolean isRemote() {
    return false;
  }

  /**
   * Loads the models of that name, to tell their properties; of one that can't be loaded the hash
   * alone is known, and whoever asks for it is told why.
   */
  @Override
  public Metadata locate(MRL resource) throws IOException {
    List<Artifact> artifacts = new ArrayList<>();
    for (ModelEntry entry : catalogue.entries()) {
      if (entry.name().equals(resource.getArtifactId())) {
        artifacts.add(artifact(entry));
      }
    }
    Metadata metadata = new Metadata();
    metadata.setGroupId(BytezipZoo.GROUP);
    metadata.setArtifactId(resource.getArtifactId());
    metadata.setName(resource.getArtifactId());
    metadata.setApplication(Application.UNDEFINED);
    metadata.setRepositoryUri(resource.toURI());
    metadata.setArtifacts(artifacts);
    return metadata;
  }

  private Artifact artifact(ModelEntry entry) throws IOException {
    Artifact artifact = new Artifact();
    artifact.setName(entry.name());
    artifact.setProperties(properties(entry));
    return artifact;
  }

  private Map<String, String> properties(ModelEntry entry) throws IOException {
    try {
      ModelFile file = catalogue.load(entry);
      List<String> layouts = file.config().layouts().stream().map(layout -> layout.id()).toList();
      return Map.of(
          LAYOUTS,
          String.join(",", layouts),
          PARAMETERS,
          Long.toString(file.model().parameters()),
          SHA256,
          entry.sha256());
    } catch (ModelException e) {
      // Another one of this name may be asked for.
      return Map.of(SHA256, entry.sha256());
    }
  }

  @Override
  public Artifact resolve(MRL resource, Map<String, String> filter) throws IOException {
    return resource.match(filter);
  }

  /** Does nothing: models are read where they are. */
  @Override
  public void prepare(Artifact artifact, Progress progress) {}

  @Override
  public List<MRL> getResources() {
    return catalogue.entries().stream()
        .map(ModelEntry::name)
        .distinct()
        .map(this::resource)
        .toList();
  }
}
