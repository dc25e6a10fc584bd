package io.bytezip.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Arrays;

/**
 * Sends a long synthetic stream through a pipe of compression and decompression and compares it;
 * ends with status 0 if it came back. Mostly noise, now and then what LZMA2 or the predictor can
 * code. Run in a JVM of its own, whose heap is the bound.
 */
final class LongStream {
  private static final int PIECE = 1 << 20;
  private static final int BLOCK = 1 << 22;

  private LongStream() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int megabytes = Integer.parseInt(arguments[0]);
    PipedInputStream archive = new PipedInputStream(1 << 16);
    PipedOutputStream pipe = new PipedOutputStream(archive);
    Thread writer = Thread.ofPlatform().daemon().start(() -> compress(megabytes, pipe));
    try (InputStream in =
        new BytezipInputStream(archive, Predictors.order0(), DecompressOptions.DEFAULTS)) {
      byte[] expected = new byte[PIECE];
      for (int i = 0; i < megabytes; i++) {
        fill(expected, i);
        if (!Arrays.equals(expected, in.readNBytes(PIECE))) {
          throw new IllegalStateException("megabyte " + i + " differs");
        }
      }
      if (in.read() >= 0) {
        throw new IllegalStateException("too long");
      }
    }
    writer.join();
  }

  private static void compress(int megabytes, PipedOutputStream pipe) {
    CompressOptions options =
        CompressOptions.DEFAULTS.withBlockSize(BLOCK).withProfile(CompressOptions.Profile.FROZEN);
    try (BytezipOutputStream out = new BytezipOutputStream(pipe, Predictors.order0(), options)) {
      byte[] piece = new byte[PIECE];
      for (int i = 0; i < megabytes; i++) {
        fill(piece, i);
        out.write(piece);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void fill(byte[] piece, int index) {
    byte[] bytes =
        switch (index % 512) {
          case 8, 9, 10, 11 -> Contents.skewed(PIECE, index);
          case 32, 33, 34, 35 -> Contents.constant(PIECE, index);
          default -> null;
        };
    if (bytes != null) {
      System.arraycopy(bytes, 0, piece, 0, PIECE);
      return;
    }
    long state = index * 0x9E3779B97F4A7C15L + 1;
    for (int i = 0; i < PIECE; i += 8) {
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
      for (int j = 0; j < 8; j++) {
        piece[i + j] = (byte) (state >>> (8 * j));
      }
    }
  }
}
