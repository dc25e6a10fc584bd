package io.bytezip.codec;

import java.io.IOException;

/**
 * What can go wrong with an archive; the three kinds ask for three different things of the user.
 */
public abstract sealed class BytezipException extends IOException
    permits CorruptArchiveException, UnsupportedFormatException, UnknownModelException {
  private static final long serialVersionUID = 1L;

  BytezipException(String message, Throwable cause) {
    super(message, cause);
  }
}
