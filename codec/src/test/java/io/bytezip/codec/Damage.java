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
    return decodes(archive, models, contents, 1);
  }

  /**
   * The same, where up to {@code members} archives may have come to follow one another: each gives
   * one of the contents.
   */
  static boolean decodes(
      byte[] archive, PredictorSource models, List<byte[]> contents, int members) {
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
    check(released.toByteArray(), whole, contents, members);
    released.reset();
    boolean read = read(archive, models, released);
    check(released.toByteArray(), read, contents, members);
    return whole;
  }

  /** By the index, where there is one, and every block by itself. */
  private static boolean read(
      byte[] archive, PredictorSource models, ByteArrayOutputStream released) {
    try (ArchiveReader reader =
        ArchiveReader.open(new ByteChannel(archive), models, DecompressOptions.DEFAULTS)) {
      reader.members();
      byte[] buffer = new byte[1 << 12];
      while (true) {
        int read = reader.read(released.size(), buffer, 0, buffer.length);
        if (read < 0) {
          return true;
        }
        released.write(buffer, 0, read);
      }
    } catch (BytezipException e) {
      return false;
    } catch (IOException e) {
      throw new AssertionError("an error of another kind", e);
    }
  }

  private static void check(byte[] bytes, boolean whole, List<byte[]> contents, int members) {
    if (!right(bytes, 0, whole, contents, members)) {
      throw new AssertionError("wrong bytes: " + bytes.length + (whole ? "" : ", then an error"));
    }
  }

  /**
   * Whether the bytes from {@code at} on are contents in a row, the last cut short if not whole.
   */
  private static boolean right(
      byte[] bytes, int at, boolean whole, List<byte[]> contents, int members) {
    for (byte[] content : contents) {
      int left = bytes.length - at;
      int count = Math.min(left, content.length);
      if (!Arrays.equals(bytes, at, at + count, content, 0, count)) {
        continue;
      }
      if (left == content.length || (left < content.length && !whole)) {
        return true;
      }
      if (content.length > 0
          && left > content.length
          && members > 1
          && right(bytes, at + content.length, whole, contents, members - 1)) {
        return true;
      }
    }
    return false;
  }
}
