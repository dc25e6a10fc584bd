package io.bytezip.eval;

import java.io.IOException;

/** A file that can't be evaluated; the message says why. */
final class UnreadableException extends IOException {
  private static final long serialVersionUID = 1L;

  UnreadableException(String message) {
    super(message);
  }

  UnreadableException(String message, Throwable cause) {
    super(message, cause);
  }
}
