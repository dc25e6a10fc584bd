package io.bytezip.eval;

import io.bytezip.modalities.Modality;
import java.util.Arrays;

/** One file as it is evaluated: in memory, pictures as PNM, recordings as WAV. */
final class Subject {
  private final Modality modality;
  private final byte[] bytes;
  private final Content content;

  Subject(Modality modality, byte[] bytes, Content content) {
    this.modality = modality;
    this.bytes = bytes;
    this.content = content;
  }

  Modality modality() {
    return modality;
  }

  /** What is compressed; not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  Content content() {
    return content;
  }

  /** Pixels or samples alone, interleaved, without a header; of text and other files, all bytes. */
  byte[] samples() {
    int length = Math.toIntExact(payload());
    int from =
        switch (content) {
          case Content.Plain() -> 0;
          case Content.Picture _ -> bytes.length - length;
          case Content.Sound sound -> sound.offset();
        };
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  /**
   * Bytes of pixels or samples alone; for text and other files, all bytes. Bits a byte are counted
   * over these.
   */
  long payload() {
    return switch (content) {
      case Content.Plain() -> bytes.length;
      case Content.Picture picture -> picture.length();
      case Content.Sound sound -> sound.length();
    };
  }
}
