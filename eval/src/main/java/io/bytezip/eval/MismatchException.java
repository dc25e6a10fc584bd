package io.bytezip.eval;

import java.io.IOException;

/** An archive did not decode to its input. */
final class MismatchException extends IOException {
  private static final long serialVersionUID = 1L;

  MismatchException() {
    super("DID NOT DECODE TO ITS INPUT");
  }

  /** Instead of its input there was an error. */
  MismatchException(Exception cause) {
    super("DID NOT DECODE TO ITS INPUT: " + cause.getMessage(), cause);
  }
}
