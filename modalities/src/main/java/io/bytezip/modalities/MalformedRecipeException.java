package io.bytezip.modalities;

import java.io.IOException;

/** A recipe or a layout that no segmenter wrote, or that doesn't fit its segments. */
public final class MalformedRecipeException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a message for people. */
  public MalformedRecipeException(String message) {
    super(message);
  }
}
