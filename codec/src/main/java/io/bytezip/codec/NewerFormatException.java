package io.bytezip.codec;

/** The archive is sound, but was made by a newer version of bytezip. */
public final class NewerFormatException extends BytezipException {
  private static final long serialVersionUID = 1L;

  /** Names the part that this version cannot read. */
  public NewerFormatException(String what) {
    super("made by a newer version of bytezip: " + what, null);
  }
}
