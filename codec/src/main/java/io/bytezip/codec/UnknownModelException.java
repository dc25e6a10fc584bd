package io.bytezip.codec;

/** The archive needs a model that is not there. */
public final class UnknownModelException extends BytezipException {
  private static final long serialVersionUID = 1L;

  private final transient ModelId model;

  /** Names the missing model. */
  public UnknownModelException(ModelId model) {
    super("model " + model + " is needed, and is not among the known models", null);
    this.model = model;
  }

  /** The model that the archive names. */
  public ModelId model() {
    return model;
  }
}
