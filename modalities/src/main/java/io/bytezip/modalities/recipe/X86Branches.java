package io.bytezip.modalities.recipe;

/**
 * Goes through x86 code instruction by instruction and turns the distances of calls and jumps, and
 * in 64-bit code those of operands relative to the next instruction, to addresses or back. Lengths
 * of instructions: Intel, "Software Developer's Manual", volume 2, chapter 2 and appendix A; only
 * what decides about them is told apart, and bytes that are no code are gone through all the same.
 * They don't depend on the bytes that are turned, so both directions find the same ones.
 */
final class X86Branches {
  private static final int DISTANCE = 4;

  private final byte[] code;
  private final int address;
  private final boolean wide;
  private final boolean absolute;
  private int at;

  /** Prefixes of the instruction. */
  private boolean narrow;

  private boolean longOperand;

  /**
   * Begins at the code's first byte.
   *
   * @param code is changed
   * @param wide whether it is 64-bit code
   * @param absolute whether distances become addresses, rather than the other way
   */
  X86Branches(byte[] code, int address, boolean wide, boolean absolute) {
    this.code = code;
    this.address = address;
    this.wide = wide;
    this.absolute = absolute;
  }

  void turn() {
    while (at < code.length) {
      instruction();
    }
  }

  /** The byte at a place, 0 behind the end. */
  private int peek() {
    return at < code.length ? code[at] & 255 : 0;
  }

  private int next() {
    int value = peek();
    at++;
    return value;
  }

  private void instruction() {
    int opcode = next();
    if (opcode == 0x66) {
      narrow = true;
      return;
    }
    if (wide && opcode >>> 4 == 4) {
      longOperand = (opcode & 8) != 0;
      return;
    }
    if (opcode == 0xF2 || opcode == 0xF3) {
      return;
    }
    if (opcode == 0x0F) {
      escaped();
    } else if (wide && (opcode == 0xC4 || opcode == 0xC5)) {
      vector(opcode == 0xC4);
    } else {
      plain(opcode);
    }
    narrow = false;
    longOperand = false;
  }

  private void plain(int opcode) {
    if (opcode == 0xE8 || opcode == 0xE9) {
      branch();
      return;
    }
    int immediate = immediate(opcode);
    if (wide
        && (longOperand && opcode >= 0xB8 && opcode < 0xC0 || opcode >= 0xA0 && opcode < 0xA4)) {
      immediate = 8;
    }
    boolean test = (peek() & 0x30) == 0;
    if (opcode == 0xF6 && test) {
      immediate = 1;
    } else if (opcode == 0xF7 && test) {
      immediate = 4;
    }
    if (narrow && immediate == 4) {
      immediate = 2;
    }
    rest(hasOperand(opcode), immediate);
  }

  private void escaped() {
    int opcode = next();
    if (opcode >= 0x80 && opcode < 0x90) {
      branch();
    } else if (opcode == 0x38 || opcode == 0x3A) {
      at++;
      rest(true, opcode == 0x38 ? 0 : 1);
    } else {
      boolean bare =
          opcode == 0x05
              || opcode == 0x0B
              || opcode == 0x31
              || opcode == 0x77
              || opcode == 0xA2
              || opcode >= 0xC8 && opcode < 0xD0;
      boolean one = opcode == 0xA4 || opcode == 0xAC || opcode == 0xBA || shuffles(opcode);
      rest(!bare, one ? 1 : 0);
    }
  }

  /** An instruction with a VEX prefix of two or three bytes. */
  private void vector(boolean three) {
    int map = three ? next() & 31 : 1;
    at++;
    int opcode = next();
    rest(opcode != 0x77, map == 3 || map == 1 && shuffles(opcode) ? 1 : 0);
  }

  private static boolean shuffles(int opcode) {
    return opcode >= 0x70 && opcode < 0x74 || opcode == 0xC2 || opcode >= 0xC4 && opcode < 0xC7;
  }

  /** What follows the opcode: an operand's address, and an immediate. */
  private void rest(boolean operand, int immediate) {
    int field = -1;
    if (operand) {
      int form = next();
      int mode = form >>> 6;
      int displacement = mode == 1 ? 1 : mode == 2 ? 4 : 0;
      if (mode != 3 && (form & 7) == 4) {
        int scaled = next();
        if (mode == 0 && (scaled & 7) == 5) {
          displacement = 4;
        }
      } else if (mode == 0 && (form & 7) == 5) {
        displacement = 4;
        field = wide ? at : -1;
      }
      at += displacement;
    }
    at += immediate;
    if (field >= 0) {
      turnField(field);
    }
  }

  private void branch() {
    int field = at;
    at += DISTANCE;
    turnField(field);
  }

  /**
   * Addresses have their high byte first, since it says more about the low one than that about it.
   * So do distances that stay what they are.
   */
  private void turnField(int field) {
    if (field + DISTANCE > code.length) {
      return;
    }
    int value = 0;
    for (int i = 0; i < DISTANCE; i++) {
      value |= (code[field + i] & 255) << 8 * (absolute ? i : 3 - i);
    }
    // Nothing is farther away, so this is no code. What has 25 bits keeps to 25 bits.
    if (value >> 24 == 0 || value >> 24 == -1) {
      int end = address + at;
      value = (absolute ? value + end : value - end) << 7 >> 7;
    }
    for (int i = 0; i < DISTANCE; i++) {
      code[field + i] = (byte) (value >> 8 * (absolute ? 3 - i : i));
    }
  }

  private static boolean hasOperand(int opcode) {
    if (opcode < 0x40) {
      return (opcode & 7) < 4;
    }
    return opcode == 0x62
        || opcode == 0x63
        || opcode == 0x69
        || opcode == 0x6B
        || opcode >= 0x80 && opcode < 0x90
        || opcode == 0xC0
        || opcode == 0xC1
        || opcode == 0xC6
        || opcode == 0xC7
        || opcode >= 0xD0 && opcode < 0xD4
        || opcode >= 0xD8 && opcode < 0xE0
        || opcode == 0xF6
        || opcode == 0xF7
        || opcode >= 0xFE;
  }

  private static int immediate(int opcode) {
    if (opcode < 0x40) {
      return (opcode & 7) == 4 ? 1 : (opcode & 7) == 5 ? 4 : 0;
    }
    return switch (opcode) {
      case 0x68, 0x69, 0x81, 0xA0, 0xA1, 0xA2, 0xA3, 0xA9, 0xC7 -> 4;
      case 0x6A, 0x6B, 0x80, 0x82, 0x83, 0xA8, 0xC0, 0xC1, 0xC6, 0xCD, 0xD4, 0xD5, 0xEB -> 1;
      case 0xC2 -> 2;
      case 0xC8 -> 3;
      default ->
          opcode >= 0x70 && opcode < 0x80
                  || opcode >= 0xB0 && opcode < 0xB8
                  || opcode >= 0xE0 && opcode < 0xE8
              ? 1
              : opcode >= 0xB8 && opcode < 0xC0 ? 4 : 0;
    };
  }
}
