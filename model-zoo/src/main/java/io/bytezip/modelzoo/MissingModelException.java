package io.bytezip.modelzoo;

/** There is no model of that name, path or hash, or the hash prefix fits several. */
public final class MissingModelException extends ModelException {
  private static final long serialVersionUID = 1L;

  MissingModelException(String message) {
    super(message);
  }
}
