package io.bytezip.modalities.recipe;

/**
 * Goes through ARM64 code and turns the distances of calls ({@code BL}) and of pages ({@code ADRP})
 * to addresses or back: Arm, "Architecture Reference Manual for A-profile", C6.2.
 */
final class Arm64Branches {
  private static final int WORD = 4;
  private static final int PAGE_BITS = 12;

  private final byte[] code;
  private final int address;
  private final boolean absolute;

  /**
   * Of code whose first instruction begins at its first byte.
   *
   * @param code is changed
   * @param absolute whether distances become addresses, rather than the other way
   */
  Arm64Branches(byte[] code, int address, boolean absolute) {
    this.code = code;
    this.address = address;
    this.absolute = absolute;
  }

  void turn() {
    for (int at = 0; at + WORD <= code.length; at += WORD) {
      int word = 0;
      for (int i = 0; i < WORD; i++) {
        word |= (code[at + i] & 255) << 8 * i;
      }
      int place = address + at;
      int turned = word;
      if (word >>> 26 == 0x25) {
        turned = word & 0xFC00_0000 | word + distance(place >>> 2) & 0x03FF_FFFF;
      } else if ((word & 0x9F00_0000) == 0x9000_0000) {
        int pages = (word >>> 29 & 3 | word >>> 3 & 0x1F_FFFC) + distance(place >>> PAGE_BITS);
        turned = word & 0x9F00_001F | (pages & 3) << 29 | (pages & 0x1F_FFFC) << 3;
      }
      for (int i = 0; i < WORD; i++) {
        code[at + i] = (byte) (turned >> 8 * i);
      }
    }
  }

  private int distance(int place) {
    return absolute ? place : -place;
  }
}
