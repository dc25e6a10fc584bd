package io.bytezip.modalities.format;

import io.bytezip.modalities.deflate.Inflated;
import io.bytezip.modalities.recipe.Deflate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Adler32;

/** What makes deflate and zlib streams that were taken apart. */
final class Deflated {
  private static final int NO_HEADER = -1;
  private static final int HEADER = 2;
  private static final int CHECKSUM = 4;

  private Deflated() {}

  /**
   * A deflate stream.
   *
   * @param plain makes what it inflates to
   */
  static Content stream(Inflated inflated, Content plain) {
    return stream(inflated, NO_HEADER, plain);
  }

  /**
   * A zlib stream. Where its checksum is not that of what was deflated, or the stream ends before
   * it, header and checksum are kept as they are.
   *
   * @param zlib begins with the header
   * @param plain makes what the stream inflates to
   */
  static Content zlib(byte[] zlib, Inflated inflated, Content plain) {
    int end = HEADER + inflated.size();
    byte[] trailer = Arrays.copyOfRange(zlib, end, Math.min(zlib.length, end + CHECKSUM));
    if (Arrays.equals(trailer, checksum(inflated.plain()))) {
      return stream(inflated, (zlib[0] & 255) << 8 | zlib[1] & 255, plain);
    }
    return new Content.Joined(
        List.of(
            new Content.Structure(Arrays.copyOf(zlib, HEADER)),
            stream(inflated, plain),
            new Content.Structure(trailer)));
  }

  private static Content stream(Inflated inflated, int zlibHeader, Content plain) {
    byte[] corrections = inflated.recreation().corrections();
    List<Content> input = new ArrayList<>();
    if (corrections.length > 0) {
      input.add(new Content.Structure(corrections));
    }
    input.add(plain);
    return new Content.Made(
        new Deflate(zlibHeader, inflated.recreation().settings(), corrections.length), input);
  }

  private static byte[] checksum(byte[] plain) {
    Adler32 adler = new Adler32();
    adler.update(plain);
    byte[] bytes = new byte[CHECKSUM];
    for (int i = 0; i < CHECKSUM; i++) {
      bytes[i] = (byte) (adler.getValue() >> 24 - 8 * i);
    }
    return bytes;
  }
}
