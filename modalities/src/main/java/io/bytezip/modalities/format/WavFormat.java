package io.bytezip.modalities.format;

import io.bytezip.modalities.format.PcmKind.Coding;

/**
 * RIFF WAVE, and RIFX, RF64 and BW64: PCM of 1 to 32 bits, IEEE 754 of 32 and 64 bits. A length of
 * 0 or 2^32 - 1 that no other chunk explains means to the end of the stream.
 */
final class WavFormat implements Format {
  private static final int MAX_HEADER = 1 << 20;
  private static final int PCM = 1;
  private static final int FLOAT = 3;
  private static final int EXTENSIBLE = 0xFFFE;
  private static final long UNKNOWN = 0xFFFF_FFFFL;
  private static final int FORMAT_BYTES = 16;
  private static final int EXTENSIBLE_BYTES = 40;
  private static final int DS64_BYTES = 16;

  /** The last 8 bytes of the GUID of a subformat that has a format tag. */
  private static final int[] TAGGED_GUID = {0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71};

  @Override
  public String name() {
    return "wav";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.isAt(position, "RIFF")
        || window.isAt(position, "RIFX")
        || window.isAt(position, "RF64")
        || window.isAt(position, "BW64");
  }

  @Override
  public Finding open(InputWindow window, int room) {
    if (!window.has(0, 12) || !mayBegin(window, 0) || !window.isAt(8, "WAVE")) {
      return new Finding.Nothing();
    }
    boolean big = window.isAt(0, "RIFX");
    PcmKind kind = null;
    long announced = -1;
    long position = 12;
    while (position < MAX_HEADER) {
      if (!window.has(position, 8)) {
        return new Finding.More(position + 8);
      }
      int at = (int) position;
      long size = window.u32(at + 4, big);
      if (window.isAt(at, "data")) {
        long known = size == 0 ? -1 : size == UNKNOWN ? announced : size;
        return kind == null
            ? new Finding.Nothing()
            : kind.found(name(), window, at + 8, known, room);
      }
      boolean format = window.isAt(at, "fmt ");
      boolean sizes = window.isAt(at, "ds64");
      if (format || sizes) {
        int bytes = (int) Math.min(size, EXTENSIBLE_BYTES);
        if (!window.has(position, 8 + bytes)) {
          return new Finding.More(position + 8 + bytes);
        }
        if (sizes && bytes >= DS64_BYTES) {
          announced = window.i64(at + 16, big);
        }
        if (format) {
          kind = kind(window, at + 8, bytes, big);
          if (kind == null) {
            return new Finding.Nothing();
          }
        }
      }
      position += 8 + size + (size & 1);
    }
    return new Finding.Nothing();
  }

  private static PcmKind kind(InputWindow window, int at, int bytes, boolean big) {
    if (bytes < FORMAT_BYTES) {
      return null;
    }
    int tag = window.u16(at, big);
    if (tag == EXTENSIBLE && bytes >= EXTENSIBLE_BYTES) {
      tag = (int) Math.min(window.u32(at + 24, big), EXTENSIBLE);
      if (window.u16(at + 28, big) != 0 || window.u16(at + 30, big) != 0x10) {
        return null;
      }
      for (int i = 0; i < TAGGED_GUID.length; i++) {
        if (window.u8(at + 32 + i) != TAGGED_GUID[i]) {
          return null;
        }
      }
    }
    int channels = window.u16(at + 2, big);
    int frame = window.u16(at + 12, big);
    int bits = window.u16(at + 14, big);
    if (tag != PCM && tag != FLOAT || channels == 0 || frame % channels != 0) {
      return null;
    }
    int sample = frame / channels;
    // Fewer bits lie at the top of the bytes, and unused ones are found.
    if (bits > 8 * sample || bits <= 8 * (sample - 1)) {
      return null;
    }
    Coding coding = tag == FLOAT ? Coding.FLOAT : sample == 1 ? Coding.UNSIGNED : Coding.SIGNED;
    return new PcmKind(channels, sample, coding, big);
  }
}
