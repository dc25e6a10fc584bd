package io.bytezip.train.data;

/** Something that the user can mend; the message is one clear line. */
public final class TrainException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param message the line
   */
  public TrainException(String message) {
    super(message);
  }

  /**
   * @param message the line
   * @param cause what a developer may want to see
   */
  public TrainException(String message, Throwable cause) {
    super(message, cause);
  }
}
