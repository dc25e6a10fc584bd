package io.bytezip.cli;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** Counts the bytes that pass, and hashes them where they are to be compared. */
final class Tally {
  private final Optional<MessageDigest> digest;
  private long count;

  private Tally(Optional<MessageDigest> digest) {
    this.digest = digest;
  }

  static Tally counting() {
    return new Tally(Optional.empty());
  }

  static Tally hashing() {
    try {
      return new Tally(Optional.of(MessageDigest.getInstance("SHA-256")));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  long count() {
    return count;
  }

  /** Whether as many bytes with the same hash have passed; both must hash, and hash no more. */
  boolean same(Tally other) {
    return count == other.count
        && MessageDigest.isEqual(
            digest.orElseThrow().digest(), other.digest.orElseThrow().digest());
  }

  InputStream of(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = in.read(bytes, offset, length);
        if (read > 0) {
          add(bytes, offset, read);
        }
        return read;
      }
    };
  }

  OutputStream of(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        add(bytes, offset, length);
      }
    };
  }

  private void add(byte[] bytes, int offset, int length) {
    count += length;
    digest.ifPresent(hash -> hash.update(bytes, offset, length));
  }
}
