package io.bytezip.modalities.format;

import io.bytezip.modalities.format.PcmKind.Coding;

/** AIFF, and AIFF-C without compression: integers of 1 to 32 bits, IEEE 754 of 32 and 64 bits. */
final class AiffFormat implements Format {
  private static final int MAX_HEADER = 1 << 20;
  private static final int COMMON_BYTES = 18;
  private static final int COMPRESSION_BYTES = 22;

  @Override
  public String name() {
    return "aiff";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.isAt(position, "FORM");
  }

  @Override
  public Finding open(InputWindow window, int room) {
    boolean compressed = window.isAt(8, "AIFC");
    if (!window.has(0, 12) || !window.isAt(0, "FORM") || !compressed && !window.isAt(8, "AIFF")) {
      return new Finding.Nothing();
    }
    int needed = compressed ? COMPRESSION_BYTES : COMMON_BYTES;
    PcmKind kind = null;
    long position = 12;
    while (position < MAX_HEADER) {
      if (!window.has(position, 16)) {
        return new Finding.More(position + 16);
      }
      int at = (int) position;
      long size = window.u32(at + 4, true);
      if (window.isAt(at, "SSND")) {
        long offset = window.u32(at + 8, true);
        return kind == null || offset > MAX_HEADER || size < 8 + offset
            ? new Finding.Nothing()
            : kind.found(name(), window, at + 16 + (int) offset, size - 8 - offset, room);
      }
      if (window.isAt(at, "COMM")) {
        if (size < needed) {
          return new Finding.Nothing();
        }
        if (!window.has(position, 8 + needed)) {
          return new Finding.More(position + 8 + needed);
        }
        kind = kind(window, at + 8, compressed);
        if (kind == null) {
          return new Finding.Nothing();
        }
      }
      position += 8 + size + (size & 1);
    }
    return new Finding.Nothing();
  }

  private static PcmKind kind(InputWindow window, int at, boolean compressed) {
    int channels = window.u16(at, true);
    int bits = window.u16(at + 6, true);
    int bytes = (bits + 7) / 8;
    if (!compressed) {
      return new PcmKind(channels, bytes, Coding.SIGNED, true);
    }
    StringBuilder type = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      type.append((char) window.u8(at + COMMON_BYTES + i));
    }
    return switch (type.toString()) {
      case "NONE", "twos" -> new PcmKind(channels, bytes, Coding.SIGNED, true);
      case "sowt" -> new PcmKind(channels, bytes, Coding.SIGNED, false);
      case "raw " -> new PcmKind(channels, bytes, Coding.UNSIGNED, true);
      case "in24" -> new PcmKind(channels, 3, Coding.SIGNED, true);
      case "in32" -> new PcmKind(channels, 4, Coding.SIGNED, true);
      case "42ni" -> new PcmKind(channels, 3, Coding.SIGNED, false);
      case "23ni" -> new PcmKind(channels, 4, Coding.SIGNED, false);
      case "fl32", "FL32" -> new PcmKind(channels, 4, Coding.FLOAT, true);
      case "fl64", "FL64" -> new PcmKind(channels, 8, Coding.FLOAT, true);
      default -> null;
    };
  }
}
