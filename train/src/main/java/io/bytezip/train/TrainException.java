package io.bytezip.train;

/** Something that the user can mend; the message is one clear line. */
final class TrainException extends Exception {
  TrainException(String message) {
    super(message);
  }

  TrainException(String message, Throwable cause) {
    super(message, cause);
  }
}
