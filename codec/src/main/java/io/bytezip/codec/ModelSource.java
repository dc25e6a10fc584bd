package io.bytezip.codec;

import io.bytezip.modalities.Layout;

/** Where the codec gets its models from. Implementations may be asked from several threads. */
public interface ModelSource {
  /** The best model for segments of this layout, or {@code null} if none reads it. */
  NamedModel forCompression(Layout layout);

  /**
   * The model that an archive names.
   *
   * @throws UnknownModelException if it is not there
   */
  NamedModel byId(ModelId id) throws UnknownModelException;
}
