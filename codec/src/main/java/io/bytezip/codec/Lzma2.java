package io.bytezip.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.tukaani.xz.FinishableOutputStream;
import org.tukaani.xz.FinishableWrapperOutputStream;
import org.tukaani.xz.LZMA2InputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.UnsupportedOptionsException;

/**
 * Raw LZMA2 streams, ended by their end marker. The dictionary is the segment's length, 4 KiB to 8
 * MiB; encoding takes about 12 times that, decoding once.
 */
final class Lzma2 {
  private static final int MAX_DICTIONARY = 1 << 23;

  private Lzma2() {}

  /**
   * The coded bytes, or {@code null} if they are no fewer.
   *
   * @param preset 0 to 9, as xz has them
   */
  static byte[] compress(byte[] bytes, int preset) {
    Bounded target = new Bounded(bytes.length);
    try (FinishableOutputStream out =
        options(bytes.length, preset).getOutputStream(new FinishableWrapperOutputStream(target))) {
      out.write(bytes);
      out.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return target.size < bytes.length ? Arrays.copyOf(target.bytes, target.size) : null;
  }

  static byte[] decompress(byte[] coded, int length) throws CorruptArchiveException {
    try (ByteArrayInputStream source = new ByteArrayInputStream(coded);
        LZMA2InputStream in = new LZMA2InputStream(source, dictionary(length))) {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length || in.read() >= 0 || source.available() > 0) {
        throw new CorruptArchiveException("an LZMA2 segment has the wrong length");
      }
      return bytes;
    } catch (CorruptArchiveException e) {
      throw e;
    } catch (IOException e) {
      throw new CorruptArchiveException("an LZMA2 segment is damaged", e);
    }
  }

  private static LZMA2Options options(int length, int preset) throws UnsupportedOptionsException {
    LZMA2Options options = new LZMA2Options(preset);
    options.setDictSize(dictionary(length));
    return options;
  }

  private static int dictionary(int length) {
    return Math.clamp(length, LZMA2Options.DICT_SIZE_MIN, MAX_DICTIONARY);
  }

  /** Keeps what is written, until it is too much. */
  private static final class Bounded extends OutputStream {
    private final int limit;
    private byte[] bytes = new byte[0];
    private int size;

    Bounded(int limit) {
      this.limit = limit;
    }

    @Override
    public void write(int octet) {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      int end = Math.min(limit, size + length);
      if (end > bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(end, 2L * bytes.length)));
      }
      System.arraycopy(source, offset, bytes, size, end - size);
      size = end;
    }
  }
}
