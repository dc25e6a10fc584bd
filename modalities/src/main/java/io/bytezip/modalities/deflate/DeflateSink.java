package io.bytezip.modalities.deflate;

/** Takes a deflate stream as it is made. */
@FunctionalInterface
public interface DeflateSink {
  /**
   * Takes the next bytes: the first {@code length} of the array, which is used again afterwards.
   *
   * @return whether to go on; if not, nothing of these bytes need have been taken, and deflating
   *     ends there
   */
  boolean accept(byte[] bytes, int length);
}
