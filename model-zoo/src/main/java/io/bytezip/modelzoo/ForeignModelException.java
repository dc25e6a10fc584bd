package io.bytezip.modelzoo;

/** An intact safetensors file, but not of a model that this version can run. */
public final class ForeignModelException extends ModelException {
  private static final long serialVersionUID = 1L;

  ForeignModelException(String message) {
    super(message);
  }

  ForeignModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
