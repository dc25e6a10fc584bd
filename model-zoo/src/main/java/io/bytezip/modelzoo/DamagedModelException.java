package io.bytezip.modelzoo;

/**
 * The file is no intact safetensors file, or its SHA-256 is not the one that the catalogue states.
 */
public final class DamagedModelException extends ModelException {
  private static final long serialVersionUID = 1L;

  DamagedModelException(String message) {
    super(message);
  }

  DamagedModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
