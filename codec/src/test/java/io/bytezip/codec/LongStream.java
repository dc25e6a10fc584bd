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
 *
 * <p>Arguments: how many pieces, the bytes of a piece, the pieces of a block, the profile, and how
 * many pieces come before the same kind comes again.
 */
final class LongStream {
  private final int pieces;
  private final int piece;
  private final CompressOptions options;
  private final int cycle;

  private LongStream(String[] arguments) {
    pieces = Integer.parseInt(arguments[0]);
    piece = Integer.parseInt(arguments[1]);
    options =
        CompressOptions.DEFAULTS
            .withBlockSize(piece * Integer.parseInt(arguments[2]))
            .withProfile(CompressOptions.Profile.valueOf(arguments[3]));
    cycle = Integer.parseInt(arguments[4]);
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    new LongStream(arguments).run();
  }

  private void run() throws IOException, InterruptedException {
    PipedInputStream archive = new PipedInputStream(1 << 16);
    PipedOutputStream pipe = new PipedOutputStream(archive);
    Thread writer = Thread.ofPlatform().daemon().start(() -> compress(pipe));
    try (InputStream in =
        new BytezipInputStream(archive, Predictors.order0(), DecompressOptions.DEFAULTS)) {
      byte[] expected = new byte[piece];
      for (int i = 0; i < pieces; i++) {
        fill(expected, i);
        if (!Arrays.equals(expected, in.readNBytes(piece))) {
          throw new IllegalStateException("piece " + i + " differs");
        }
      }
      if (in.read() >= 0) {
        throw new IllegalStateException("too long");
      }
    }
    writer.join();
  }

  private void compress(PipedOutputStream pipe) {
    try (BytezipOutputStream out = new BytezipOutputStream(pipe, Predictors.order0(), options)) {
      byte[] bytes = new byte[piece];
      for (int i = 0; i < pieces; i++) {
        fill(bytes, i);
        out.write(bytes);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void fill(byte[] piece, int index) {
    byte[] bytes =
        switch (index % cycle) {
          case 8, 9, 10, 11 -> Contents.skewed(piece.length, index);
          case 32, 33, 34, 35 -> Contents.constant(piece.length, index);
          default -> null;
        };
    if (bytes != null) {
      System.arraycopy(bytes, 0, piece, 0, piece.length);
      return;
    }
    long state = index * 0x9E3779B97F4A7C15L + 1;
    for (int i = 0; i < piece.length; i += 8) {
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
      for (int j = 0; j < 8; j++) {
        piece[i + j] = (byte) (state >>> (8 * j));
      }
    }
  }
}
