package io.bytezip.modalities;

/** Takes a deflate stream as it is made. */
@FunctionalInterface
interface DeflateSink {
  /**
   * Takes the next bytes.
   *
   * @return whether to go on; if not, deflating ends there
   */
  boolean accept(byte[] bytes, int length);
}
