package io.bytezip.codec;

import io.bytezip.modalities.Layout;

/** What the codec asks of a {@link ModelSource}, without saying that the models are transformers. */
interface PredictorSource {
  /** A predictor that can be opened over lanes. */
  interface Opener {
    ModelId id();

    /** Whether it was made for this layout at this version. */
    boolean reads(Layout layout);

    Predictor open(Layout layout, int lanes);
  }

  /** The best for this layout, or {@code null}. */
  Opener forCompression(Layout layout);

  Opener byId(ModelId id) throws UnknownModelException;

  static PredictorSource of(ModelSource models) {
    return new PredictorSource() {
      @Override
      public Opener forCompression(Layout layout) {
        NamedModel model = models.forCompression(layout);
        return model == null ? null : new EngineOpener(model);
      }

      @Override
      public Opener byId(ModelId id) throws UnknownModelException {
        return new EngineOpener(models.byId(id));
      }
    };
  }

  /** Opens engine sessions. */
  record EngineOpener(NamedModel named) implements Opener {
    @Override
    public ModelId id() {
      return named.id();
    }

    @Override
    public boolean reads(Layout layout) {
      return named.model().reads(layout.id(), layout.version());
    }

    @Override
    public Predictor open(Layout layout, int lanes) {
      return named.model().open(layout.id(), lanes)::step;
    }
  }
}
