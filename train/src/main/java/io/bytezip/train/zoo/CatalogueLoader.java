package io.bytezip.train.zoo;

import ai.djl.Application;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelLoader;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Progress;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modelzoo.Catalogue;
import io.bytezip.modelzoo.ModelException;
import io.bytezip.modelzoo.ModelFile;
import io.bytezip.train.LogitsBlock;
import java.io.IOException;

/** Loads the models of one name. */
final class CatalogueLoader implements ModelLoader {
  private final Catalogue catalogue;
  private final MRL resource;

  CatalogueLoader(Catalogue catalogue, String name) {
    this.catalogue = catalogue;
    resource = new CatalogueRepository(catalogue).resource(name);
  }

  @Override
  public String getGroupId() {
    return resource.getGroupId();
  }

  @Override
  public String getArtifactId() {
    return resource.getArtifactId();
  }

  @Override
  public Application getApplication() {
    return resource.getApplication();
  }

  @Override
  public MRL getMrl() {
    return resource;
  }

  /**
   * Loads the first model that has the properties asked for, on the device asked for or DJL's
   * default.
   *
   * @throws ModelNotFoundException when there is none, or it does not have the types asked for;
   *     DJL's search then goes on, and ends with an exception that has the last such as its cause
   * @throws MalformedModelException when the file is damaged, or this version can't run it
   */
  @Override
  public <I, O> ZooModel<I, O> loadModel(Criteria<I, O> criteria)
      throws IOException, ModelNotFoundException, MalformedModelException {
    // Before a model is loaded: searches for models of other zoos come by here, too.
    checkTypes(criteria);
    try {
      Artifact artifact = resource.match(criteria.getFilters());
      if (artifact == null) {
        throw new ModelNotFoundException(
            "no model %s has the properties %s".formatted(getArtifactId(), criteria.getFilters()));
      }
      ModelFile file = catalogue.load(artifact.getProperties().get(CatalogueRepository.SHA256));
      BytesLayout bytes = new BytesLayout();
      if (takesBytes(criteria) && !file.named().reads(bytes)) {
        throw new ModelNotFoundException(
            "%s does not read the layout %s but %s; with the types NDList, NDList it takes indices"
                .formatted(
                    file.name(),
                    bytes.id(),
                    artifact.getProperties().get(CatalogueRepository.LAYOUTS)));
      }
      return load(criteria, artifact);
    } catch (ModelException e) {
      throw new MalformedModelException(e.getMessage(), e);
    }
  }

  private <I, O> ZooModel<I, O> load(Criteria<I, O> criteria, Artifact artifact)
      throws IOException, ModelNotFoundException {
    Model model = Model.newInstance(artifact.getName(), criteria.getDevice(), BytezipZoo.ENGINE);
    try {
      artifact.getProperties().forEach(model::setProperty);
      String sha256 = artifact.getProperties().get(CatalogueRepository.SHA256);
      LogitsBlock block = LogitsBlock.load(catalogue, sha256, model.getNDManager());
      model.setBlock(block);
      return new ZooModel<>(model, translator(criteria, model, block));
    } catch (TranslateException e) {
      model.close();
      throw new ModelNotFoundException(e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private void checkTypes(Criteria<?, ?> criteria) throws ModelNotFoundException {
    if (!criteria.getApplication().equals(Application.UNDEFINED)) {
      throw new ModelNotFoundException(
          "%s is for no application, not for %s"
              .formatted(getArtifactId(), criteria.getApplication()));
    }
    TranslatorFactory own = criteria.getTranslatorFactory();
    Class<?> input = criteria.getInputClass();
    Class<?> output = criteria.getOutputClass();
    boolean known =
        own == null
            ? takesBytes(criteria) || input == NDList.class && output == NDList.class
            : own.isSupported(input, output);
    if (!known) {
      throw new ModelNotFoundException(
          "%s takes byte[] to float[][] or NDList to NDList, not %s to %s"
              .formatted(getArtifactId(), input.getTypeName(), output.getTypeName()));
    }
  }

  /** Whether the translator is {@link BytesTranslator}. */
  private static boolean takesBytes(Criteria<?, ?> criteria) {
    return criteria.getTranslatorFactory() == null
        && criteria.getInputClass() == byte[].class
        && criteria.getOutputClass() == float[][].class;
  }

  @SuppressWarnings("unchecked") // The classes were compared.
  private static <I, O> Translator<I, O> translator(
      Criteria<I, O> criteria, Model model, LogitsBlock block) throws TranslateException {
    TranslatorFactory own = criteria.getTranslatorFactory();
    if (own != null) {
      return own.newInstance(
          criteria.getInputClass(), criteria.getOutputClass(), model, criteria.getArguments());
    }
    return (Translator<I, O>)
        (takesBytes(criteria) ? new BytesTranslator(block) : new NoopTranslator(null));
  }

  /** Always: nothing is downloaded. */
  @Override
  public <I, O> boolean isDownloaded(Criteria<I, O> criteria) {
    return true;
  }

  /** Does nothing. */
  @Override
  public <I, O> void downloadModel(Criteria<I, O> criteria, Progress progress) {}
}
