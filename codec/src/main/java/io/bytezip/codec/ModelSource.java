package io.bytezip.codec;

import io.bytezip.modalities.Layout;

/** Where the codec gets its models from. Implementations may be asked from several threads. */
public interface ModelSource {
  /** The best model for segments of this layout, or {@code null} if none reads it. */
  NamedModel forCompression(Layout layout);

  /**
   * The model of this size for segments of this layout, or {@code null} if none reads it. A source
   * that has one model for each layout need not implement it.
   */
  default NamedModel forCompression(Layout layout, ModelSize size) {
    return forCompression(layout);
  }

  /**
   * The model that an archive names.
   *
   * @throws UnknownModelException if it is not there
   */
  NamedModel byId(ModelId id) throws UnknownModelException;
}
