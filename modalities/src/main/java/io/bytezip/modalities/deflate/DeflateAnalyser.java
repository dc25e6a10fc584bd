package io.bytezip.modalities.deflate;

import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Takes deflate streams apart. */
public final class DeflateAnalyser {
  private DeflateAnalyser() {}

  /** Empty unless a sound deflate stream begins at offset that can be made again. */
  public static Optional<Inflated> analyse(byte[] bytes, int offset, int length, int maxPlain) {
    byte[] plain = new byte[Math.min(maxPlain, 1 << 16)];
    int size = 0;
    int used;
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(bytes, offset, length);
      while (!inflater.finished()) {
        if (size == plain.length) {
          if (size == maxPlain) {
            return Optional.empty();
          }
          plain = Arrays.copyOf(plain, (int) Math.min(maxPlain, 2L * size));
        }
        int count = inflater.inflate(plain, size, plain.length - size);
        size += count;
        if (count == 0 && !inflater.finished()) {
          return Optional.empty();
        }
      }
      used = (int) inflater.getBytesRead();
    } catch (DataFormatException e) {
      return Optional.empty();
    }
    plain = Arrays.copyOf(plain, size);
    byte[] zlib = new byte[used + 6];
    zlib[0] = 0x78;
    zlib[1] = (byte) 0xDA;
    System.arraycopy(bytes, offset, zlib, 2, used);
    DeflateSettings settings = DeflateSearch.find(plain, zlib, false);
    return settings == null
        ? Optional.empty()
        : Optional.of(new Inflated(plain, used, new Recreation(settings, new byte[0])));
  }
}
