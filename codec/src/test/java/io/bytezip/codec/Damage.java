package io.bytezip.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Decodes what may be damaged. */
final class Damage {
  private Damage() {}

  /**
   * Decodes an archive and checks that it gives an error or one of the contents, and before an
   * error only what one of them begins with.
   *
   * @return whether it decoded
   * @throws AssertionError if there were wrong bytes
   */
  static boolean decodes(byte[] archive, PredictorSource models, List<byte[]> contents) {
    ByteArrayOutputStream released = new ByteArrayOutputStream();
    boolean whole;
    try (BytezipInputStream in =
        new BytezipInputStream(
            new ByteArrayInputStream(archive), models, DecompressOptions.DEFAULTS)) {
      in.transferTo(released);
      whole = true;
    } catch (BytezipException e) {
      whole = false;
    } catch (IOException e) {
      throw new AssertionError("an error of another kind", e);
    }
    byte[] bytes = released.toByteArray();
    for (byte[] content : contents) {
      if (bytes.length <= content.length
          && (!whole || bytes.length == content.length)
          && Arrays.equals(bytes, 0, bytes.length, content, 0, bytes.length)) {
        return whole;
      }
    }
    throw new AssertionError("wrong bytes: " + bytes.length);
  }
}
