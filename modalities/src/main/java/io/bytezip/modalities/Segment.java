package io.bytezip.modalities;

import java.util.Objects;

/**
 * A run of bytes to be coded under one layout.
 *
 * @param layout how the bytes lie
 * @param bytes the bytes, at least one; not copied, and not to be changed by anybody
 * @param origin where the first of them come from; for people
 */
public record Segment(Layout layout, byte[] bytes, Origin origin) {
  /**
   * Where bytes come from.
   *
   * @param format by which they were found; empty if by none
   * @param name of the member of a container, as far as there is one; outer ones first, each behind
   *     a slash
   * @param offset in the block, of the bytes or of what they were taken out of
   */
  public record Origin(String format, String name, int offset) {
    /** The start of a block, in no known format. */
    public static final Origin NONE = new Origin("", "", 0);

    /** The same with another name. */
    Origin in(String other) {
      return new Origin(format, other, offset);
    }
  }

  /** Checks that nothing is missing. */
  public Segment {
    Objects.requireNonNull(layout);
    Objects.requireNonNull(origin);
    if (bytes.length == 0) {
      throw new IllegalArgumentException("an empty segment");
    }
  }

  /** Of no known origin. */
  public Segment(Layout layout, byte[] bytes) {
    this(layout, bytes, Origin.NONE);
  }

  /** The kind of data, found by the layout and, for plain bytes, by looking at them. */
  public Modality modality() {
    return Modality.of(layout, bytes);
  }
}
