package io.bytezip.modalities;

/** What a parser makes of the start of a stream. */
sealed interface Finding {
  /** Not this format, or a kind of it that stays generic. */
  record Nothing() implements Finding {}

  /** The format can't be told before the window holds {@code length} bytes. */
  record More(long length) implements Finding {}

  /** Equal units of samples from a known place on. */
  record Found(UnitRun run) implements Finding {}

  /** A picture that has been taken apart in full. */
  record Drawn(PlanDraft draft) implements Finding {}
}
