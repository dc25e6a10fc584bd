package io.bytezip.modalities.format;

import io.bytezip.modalities.format.PcmKind.Coding;

/**
 * Sun and NeXT sounds (AU, SND), of either byte order: integers of 8 to 32 bits, IEEE 754 of 32 and
 * 64 bits.
 */
final class AuFormat implements Format {
  private static final int HEADER = 24;
  private static final int MAX_HEADER = 1 << 20;
  private static final long UNKNOWN = 0xFFFF_FFFFL;

  @Override
  public String name() {
    return "au";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.isAt(position, ".snd") || window.isAt(position, "dns.");
  }

  @Override
  public Finding open(InputWindow window, int room) {
    if (!window.has(0, HEADER) || !mayBegin(window, 0)) {
      return new Finding.Nothing();
    }
    boolean big = window.isAt(0, ".snd");
    long start = window.u32(4, big);
    long size = window.u32(8, big);
    long channels = window.u32(20, big);
    if (start < HEADER || start > MAX_HEADER || channels > Short.MAX_VALUE) {
      return new Finding.Nothing();
    }
    PcmKind kind =
        switch (window.i32(12, big)) {
          case 2 -> new PcmKind((int) channels, 1, Coding.SIGNED, big);
          case 3 -> new PcmKind((int) channels, 2, Coding.SIGNED, big);
          case 4 -> new PcmKind((int) channels, 3, Coding.SIGNED, big);
          case 5 -> new PcmKind((int) channels, 4, Coding.SIGNED, big);
          case 6 -> new PcmKind((int) channels, 4, Coding.FLOAT, big);
          case 7 -> new PcmKind((int) channels, 8, Coding.FLOAT, big);
          default -> null;
        };
    return kind == null
        ? new Finding.Nothing()
        : kind.found(name(), window, (int) start, size == UNKNOWN ? -1 : size, room);
  }
}
