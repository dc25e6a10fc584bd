package io.bytezip.modalities.format;

/** What a format makes of the bytes that it is shown. */
public sealed interface Finding {
  /** Not this format, or a kind of it that stays closed. */
  record Nothing() implements Finding {}

  /** The format can't be told before the window holds {@code length} bytes. */
  record More(long length) implements Finding {}

  /** Equal units of samples from a known place on, which may go on in later blocks. */
  record Units(UnitRun run) implements Finding {}

  /**
   * A member of a container. It may be longer than the window: what doesn't fit goes on in the next
   * blocks.
   *
   * @param draft what stands before the member, at least a byte
   * @param name what people call it; may be empty
   * @param length bytes of the member
   * @param trailing bytes of structure behind it
   * @param next opens what follows then, in the same block if there is room
   */
  record Member(Draft draft, String name, long length, int trailing, Format next)
      implements Finding {}

  /**
   * Taken apart.
   *
   * @param draft what the bytes are
   * @param next opens what follows the draft's bytes, in the next block if there is one; {@code
   *     null} where the format ends with the draft
   */
  record Found(Draft draft, Format next) implements Finding {
    /** A format that ends with the draft. */
    public Found(Draft draft) {
      this(draft, null);
    }
  }
}
