package io.bytezip.codec;

import io.bytezip.codec.mix.MixerStarts;
import io.bytezip.engine.Model;
import io.bytezip.modalities.Layout;

/**
 * A model with the names by which archives and people know it.
 *
 * @param id what an archive stores
 * @param name what a person says
 * @param model the weights
 * @param starts what mixers begin with beside it
 */
public record NamedModel(ModelId id, String name, Model model, MixerStarts starts) {
  /** A model beside which mixers begin by formulas. */
  public NamedModel(ModelId id, String name, Model model) {
    this(id, name, model, MixerStarts.NONE);
  }

  /** Whether it was made for this layout, at this version, and for its context inputs or none. */
  public boolean reads(Layout layout) {
    return model.reads(layout.id(), layout.version(), layout.contextSizes());
  }
}
