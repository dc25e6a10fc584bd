package io.bytezip.modalities.format;

/**
 * Knows one file format, by its content, and takes it apart into samples, members, and what is
 * around them. What it finds is put together again by transforms alone, so archives decode without
 * it; and it is put together and compared before anything is stored, so a format that errs costs
 * time, never a byte.
 *
 * <p>Other formats are added by a jar that has an implementation with a public constructor without
 * parameters and its name in {@code META-INF/services/io.bytezip.modalities.format.Format}; see
 * docs/FORMATS.md.
 *
 * <p>Implementations are immutable.
 */
public interface Format {
  /** Pictures and sounds with fewer bytes of samples aren't worth a segment of their own. */
  int MIN_SAMPLES = 1024;

  /** What people call it, in lower case: {@code png}. */
  String name();

  /**
   * Whether a file of this format may begin at {@code position}: a look at a few bytes. Called at
   * the start of a file, and at every {@link #mark} in what no format opened.
   */
  boolean mayBegin(InputWindow window, int position);

  /**
   * The byte, 0 to 255, with which files of this format begin, if they are to be looked for within
   * other data, too; else -1.
   */
  default int mark() {
    return -1;
  }

  /**
   * Looks at the start of the window. May throw a {@link RuntimeException}, for instance by reading
   * past the window's end, where a file is damaged; it then counts as plain. Must end in a time
   * proportional to the window and {@code room}, whatever it is shown.
   *
   * @param window begins where {@link #mayBegin} was true
   * @param room the most bytes that the draft's contents may have together
   */
  Finding open(InputWindow window, int room);
}
