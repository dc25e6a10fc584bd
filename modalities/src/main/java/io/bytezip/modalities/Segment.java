package io.bytezip.modalities;

import java.util.Objects;

/**
 * A run of bytes to be coded under one layout.
 *
 * @param layout how the bytes lie
 * @param bytes the bytes, at least one; not copied, and not to be changed by anybody
 */
public record Segment(Layout layout, byte[] bytes) {
  /** Checks that nothing is missing. */
  public Segment {
    Objects.requireNonNull(layout);
    if (bytes.length == 0) {
      throw new IllegalArgumentException("an empty segment");
    }
  }

  /** The kind of data, found by the layout and, for plain bytes, by looking at them. */
  public Modality modality() {
    return Modality.of(layout, bytes);
  }
}
