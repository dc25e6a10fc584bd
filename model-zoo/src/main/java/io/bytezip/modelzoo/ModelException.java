package io.bytezip.modelzoo;

import java.io.IOException;

/** A model could not be had; the subclasses say why, and the message which one and what to do. */
public abstract sealed class ModelException extends IOException
    permits DamagedModelException, ForeignModelException, MissingModelException {
  private static final long serialVersionUID = 1L;

  ModelException(String message) {
    super(message);
  }

  ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
