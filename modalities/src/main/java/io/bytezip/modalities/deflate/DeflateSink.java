package io.bytezip.modalities.deflate;

/** Takes a deflate stream as it is made. */
@FunctionalInterface
public interface DeflateSink {
  /**
   * Takes the next bytes.
   *
   * @return whether to go on; if not, deflating ends there
   */
  boolean accept(byte[] bytes, int length);
}
