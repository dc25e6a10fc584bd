package io.bytezip.eval;

import io.bytezip.codec.CompressOptions;

/**
 * What is evaluated, and how. Immutable; start from {@link #DEFAULTS}.
 *
 * @param compress how bytezip compresses
 * @param maxFiles at most so many files of each modality, evenly spaced over all of them; 0 for all
 * @param maxBytes of each modality, files until so many raw bytes are reached; text and other files
 *     are cut there, of pictures and recordings the last one is still whole; 0 for all
 * @param reference whether the reference programs on the search path are run as well
 * @param verify whether every archive is decoded and compared
 */
public record EvalOptions(
    CompressOptions compress, int maxFiles, long maxBytes, boolean reference, boolean verify) {
  /** Everything, with bytezip's defaults, without reference programs. */
  public static final EvalOptions DEFAULTS =
      new EvalOptions(CompressOptions.DEFAULTS, 0, 0, false, false);

  /** Checks the ranges. */
  public EvalOptions {
    if (maxFiles < 0 || maxBytes < 0) {
      throw new IllegalArgumentException("limits must be 0 or more");
    }
  }

  /** The same with other settings of the compressor. */
  public EvalOptions withCompress(CompressOptions value) {
    return new EvalOptions(value, maxFiles, maxBytes, reference, verify);
  }

  /** The same with another number of files. */
  public EvalOptions withMaxFiles(int value) {
    return new EvalOptions(compress, value, maxBytes, reference, verify);
  }

  /** The same with another number of bytes. */
  public EvalOptions withMaxBytes(long value) {
    return new EvalOptions(compress, maxFiles, value, reference, verify);
  }

  /** The same with or without reference programs. */
  public EvalOptions withReference(boolean value) {
    return new EvalOptions(compress, maxFiles, maxBytes, value, verify);
  }

  /** The same with or without decoding. */
  public EvalOptions withVerify(boolean value) {
    return new EvalOptions(compress, maxFiles, maxBytes, reference, value);
  }
}
