package io.bytezip.codec;

import io.bytezip.codec.mix.MixerStarts;
import io.bytezip.modalities.Layout;

/**
 * What the codec asks of a {@link ModelSource}, without saying that the models are transformers.
 */
interface PredictorSource {
  /** A predictor that can be opened over lanes. */
  interface Opener {
    ModelId id();

    /** Whether it was made for this layout, at this version, and for its context inputs or none. */
    boolean reads(Layout layout);

    /** Memory of a lane, in bytes. */
    long bytesPerLane();

    Predictor open(Layout layout, int lanes);

    /** What mixers begin with beside it. */
    default MixerStarts starts() {
      return MixerStarts.NONE;
    }
  }

  /** The one of this size for this layout, or {@code null}. */
  Opener forCompression(Layout layout, ModelSize size);

  Opener byId(ModelId id) throws UnknownModelException;

  static PredictorSource of(ModelSource models) {
    return new PredictorSource() {
      @Override
      public Opener forCompression(Layout layout, ModelSize size) {
        NamedModel model = models.forCompression(layout, size);
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
      return named.reads(layout);
    }

    @Override
    public long bytesPerLane() {
      return named.model().bytesPerLane();
    }

    @Override
    public Predictor open(Layout layout, int lanes) {
      return named.model().open(layout.id(), lanes)::step;
    }

    @Override
    public MixerStarts starts() {
      return named.starts();
    }
  }
}
