package io.bytezip.modalities.format;

import io.bytezip.modalities.SamplesLayout;

/**
 * RIFF WAVE: PCM of 8, 16 or 24 bits, mono or stereo. A length of 0 or 2^32 - 1 means to the end of
 * the stream.
 */
final class WavFormat implements Format {
  private static final int MAX_HEADER = 1 << 20;
  private static final int PCM = 1;
  private static final int EXTENSIBLE = 0xFFFE;
  private static final long UNKNOWN = 0xFFFF_FFFFL;
  private static final int FORMAT_BYTES = 16;
  private static final int EXTENSIBLE_BYTES = 40;

  /** The last 14 bytes of the GUID of a subformat that has a format tag. */
  private static final int[] TAGGED_GUID = {
    0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71
  };

  @Override
  public String name() {
    return "wav";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.isAt(position, "RIFF") || window.isAt(position, "RF64");
  }

  @Override
  public Finding open(InputWindow window, int room) {
    if (!window.has(0, 12)
        || !window.isAt(0, "RIFF") && !window.isAt(0, "RF64")
        || !window.isAt(8, "WAVE")) {
      return new Finding.Nothing();
    }
    SamplesLayout layout = null;
    long position = 12;
    while (position < MAX_HEADER) {
      if (!window.has(position, 8)) {
        return new Finding.More(position + 8);
      }
      int at = (int) position;
      long size = window.u32(at + 4, false);
      if (window.isAt(at, "data")) {
        return layout == null ? new Finding.Nothing() : found(layout, at + 8, size);
      }
      if (window.isAt(at, "fmt ")) {
        int bytes = (int) Math.min(size, EXTENSIBLE_BYTES);
        if (!window.has(position, 8 + bytes)) {
          return new Finding.More(position + 8 + bytes);
        }
        layout = layout(window, at + 8, bytes);
        if (layout == null) {
          return new Finding.Nothing();
        }
      }
      position += 8 + size + (size & 1);
    }
    return new Finding.Nothing();
  }

  private static Finding found(SamplesLayout layout, int start, long size) {
    int frame = layout.channels() * layout.bits() / 8;
    long frames = size == 0 || size == UNKNOWN ? Long.MAX_VALUE / 256 : size / frame;
    return new Finding.Units(new UnitRun(layout, start, frame, 0, frames, false));
  }

  private static SamplesLayout layout(InputWindow window, int at, int bytes) {
    if (bytes < FORMAT_BYTES) {
      return null;
    }
    int tag = window.u16(at, false);
    if (tag == EXTENSIBLE && bytes >= EXTENSIBLE_BYTES) {
      tag = window.u16(at + 24, false);
      for (int i = 0; i < TAGGED_GUID.length; i++) {
        if (window.u8(at + 26 + i) != TAGGED_GUID[i]) {
          return null;
        }
      }
    }
    int channels = window.u16(at + 2, false);
    int frame = window.u16(at + 12, false);
    int bits = window.u16(at + 14, false);
    boolean known = bits == 8 || bits == 16 || bits == 24;
    if (tag != PCM || channels < 1 || channels > 2 || !known || frame != channels * bits / 8) {
      return null;
    }
    return new SamplesLayout(channels, bits, bits > 8, false);
  }
}
