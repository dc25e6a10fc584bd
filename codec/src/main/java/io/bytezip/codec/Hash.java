package io.bytezip.codec;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The first 8 bytes of a SHA-256, big-endian. */
final class Hash {
  private final MessageDigest digest;

  Hash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static long of(byte[] bytes, int offset, int length) {
    return new Hash().update(bytes, offset, length).value();
  }

  Hash update(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
    return this;
  }

  /** The hash so far; begins anew. */
  long value() {
    return ByteBuffer.wrap(digest.digest()).getLong();
  }
}
