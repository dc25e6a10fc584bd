package io.bytezip.codec;

/** The archive is damaged, cut short, or no archive at all. */
public final class CorruptArchiveException extends BytezipException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong with it. */
  public CorruptArchiveException(String message) {
    super(message, null);
  }

  /** Says what is wrong with it, and what showed it. */
  public CorruptArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
