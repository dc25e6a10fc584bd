package io.bytezip.codec;

/**
 * The archive is sound, but of a format that this version does not read: a newer one, or one from
 * before the first release.
 */
public final class UnsupportedFormatException extends BytezipException {
  private static final long serialVersionUID = 1L;

  private UnsupportedFormatException(String message) {
    super(message, null);
  }

  /** Names the part that this version cannot read. */
  public static UnsupportedFormatException newer(String what) {
    return new UnsupportedFormatException("made by a newer version of bytezip: " + what);
  }

  /** An archive of format 0, which was experimental. */
  static UnsupportedFormatException experimental() {
    return new UnsupportedFormatException(
        "made by a version of bytezip before the first release: format 0 can't be read any more");
  }
}
