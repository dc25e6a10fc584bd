package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** JPEG, WebP, JPEG XL and AVIF are no smaller in an archive, but hardly larger either. */
class StrongFormatsTest {
  /** What the header, a block and the end of an archive take. */
  private static final int CONTAINER = 48;

  private static final String[] MAGICS = {
    "\u00FF\u00D8\u00FF\u00E0\0\u0010JFIF\0\u0001",
    "RIFF\0\0\u0001\0WEBPVP8L",
    "\u00FF\n",
    "\0\0\0\fJXL \r\n\u0087\n",
    "\0\0\0 ftypavif\0\0\0\0"
  };

  @Test
  void theyDoNotGrow() throws Exception {
    for (String magic : MAGICS) {
      byte[] file = Contents.random(60_000, 9);
      byte[] head = magic.getBytes(StandardCharsets.ISO_8859_1);
      System.arraycopy(head, 0, file, 0, head.length);
      CompressOptions options = CompressOptions.DEFAULTS.withLevel(4);
      byte[] archive = Archives.compress(file, Predictors.none(), options);
      assertTrue(
          archive.length <= file.length + CONTAINER, archive.length - file.length + " bytes more");
      assertArrayEquals(
          file, Archives.decompress(archive, Predictors.none(), DecompressOptions.DEFAULTS));
    }
  }
}
