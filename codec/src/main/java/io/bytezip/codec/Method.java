package io.bytezip.codec;

/** How a segment is stored. The order is the number in the archive. */
public enum Method {
  /** As it is. */
  RAW,
  /** As LZMA2. */
  LZMA2,
  /** By a model and the arithmetic coder. */
  MODEL
}
