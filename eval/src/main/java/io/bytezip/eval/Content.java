package io.bytezip.eval;

/** What the bytes of a {@link Subject} mean, as far as the baselines need it. */
sealed interface Content {
  /** Bytes that no special baseline knows. */
  record Plain() implements Content {}

  /**
   * Samples of a picture, interleaved, rows from the top, at the end of the bytes; 16-bit samples
   * big-endian.
   *
   * @param width pixels a row
   * @param height rows
   * @param bands samples a pixel: 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha
   * @param bits bits a sample, 8 or 16
   */
  record Picture(int width, int height, int bands, int bits) implements Content {
    /** Bytes of all samples. */
    long length() {
      return (long) width * height * bands * (bits / 8);
    }
  }

  /**
   * Samples of a recording, interleaved, little-endian.
   *
   * @param rate frames a second
   * @param channels samples a frame
   * @param bits bits a sample: 8 (unsigned), 16 or 24
   * @param offset where the samples begin in the bytes
   * @param length how many bytes they have
   */
  record Sound(int rate, int channels, int bits, int offset, int length) implements Content {}
}
