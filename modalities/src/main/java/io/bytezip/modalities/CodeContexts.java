package io.bytezip.modalities;

/**
 * Contexts of the next byte of x86 code, of 32 or 64 bits: which part of an instruction it is, the
 * instruction so far and those before, and what a call or jump to a place that was called before
 * would have here. Follows the lengths of instructions (Intel, "Software Developer's Manual",
 * volume 2, appendix A; the common ones, prefixes as instructions of their own), and falls into
 * step by itself. Memory: 16 kB a lane.
 */
final class CodeContexts {
  private static final int OPCODE = 0;
  private static final int ESCAPED = 1;
  private static final int MODRM = 2;
  private static final int SIB = 3;
  private static final int DISPLACEMENT = 4;
  private static final int IMMEDIATE = 5;

  private static final int CERTAIN = 256;
  private static final int LIKELY = 40;
  private static final int TARGETS = 1 << 12;
  private static final int MULTIPLIER = 0x2F0B4C47;

  /** The opcodes that most instructions have. */
  private static final long[] COMMON = new long[4];

  static {
    int[] common = {
      0x01, 0x03, 0x0F, 0x29, 0x2B, 0x31, 0x33, 0x39, 0x3B, 0x3C, 0x3D, 0x41, 0x44, 0x45, 0x48,
          0x49, 0x4C, 0x4D,
      0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x5B, 0x5D, 0x5E, 0x5F, 0x66, 0x68,
          0x6A, 0x72, 0x73,
      0x74, 0x75, 0x76, 0x77, 0x7C, 0x7D, 0x7E, 0x7F, 0x80, 0x81, 0x83, 0x84, 0x85, 0x88, 0x89,
          0x8A, 0x8B, 0x8D,
      0xA1, 0xB8, 0xB9, 0xBA, 0xBE, 0xBF, 0xC1, 0xC3, 0xC7, 0xE8, 0xE9, 0xEB, 0xF6, 0xF7, 0xFF
    };
    for (int op : common) {
      COMMON[op >>> 6] |= 1L << op;
    }
  }

  private final int[] targets = new int[TARGETS];
  private int position;
  private int state = OPCODE;
  private int left;
  private int immediate;
  private int opcode;
  private int modrm;
  private int instruction;
  private int before;
  private int beforeThat;
  private boolean narrow;
  private boolean jump;
  private int relative;
  private int lastTarget;
  private int score;

  CodeContexts(int phase) {
    position = phase;
  }

  /** Whether what went before looks like code. */
  boolean likely() {
    return score > LIKELY;
  }

  void accept(int coded) {
    position++;
    instruction = (instruction + coded + 1) * MULTIPLIER;
    switch (state) {
      case OPCODE -> {
        score =
            Math.clamp(score + ((COMMON[coded >>> 6] >>> coded & 1) != 0 ? 1 : -2), -16, CERTAIN);
        opcode = coded;
        modrm = 0;
        if (coded == 0x0F) {
          state = ESCAPED;
        } else if (coded == 0x66) {
          finish();
          narrow = true;
        } else {
          immediate = immediate(coded);
          jump = coded == 0xE8 || coded == 0xE9;
          next(hasModrm(coded));
        }
      }
      case ESCAPED -> {
        opcode = 0x100 | coded;
        jump = coded >= 0x80 && coded < 0x90;
        boolean bare =
            jump
                || coded == 0x05
                || coded == 0x0B
                || coded == 0x31
                || coded == 0x77
                || coded == 0xA2
                || coded >= 0xC8 && coded < 0xD0;
        boolean one =
            coded >= 0x70 && coded < 0x74
                || coded == 0xA4
                || coded == 0xAC
                || coded == 0xBA
                || coded == 0xC2
                || coded >= 0xC4 && coded < 0xC7;
        immediate = jump ? 4 : one ? 1 : 0;
        next(!bare);
      }
      case MODRM -> {
        modrm = coded;
        int reg = coded >>> 3 & 7;
        if (opcode == 0xF6 && reg < 2) {
          immediate = 1;
        } else if (opcode == 0xF7 && reg < 2) {
          immediate = 4;
        }
        int mode = coded >>> 6;
        left = mode == 1 ? 1 : mode == 2 || mode == 0 && (coded & 7) == 5 ? 4 : 0;
        if (mode != 3 && (coded & 7) == 4) {
          state = SIB;
        } else {
          afterAddress();
        }
      }
      case SIB -> {
        if (modrm >>> 6 == 0 && (coded & 7) == 5) {
          left = 4;
        }
        afterAddress();
      }
      case DISPLACEMENT -> {
        if (--left == 0) {
          afterDisplacement();
        }
      }
      default -> {
        relative |= coded << 8 * (immediate - left);
        if (--left == 0) {
          if (jump) {
            learnTarget(position + relative);
          }
          finish();
        }
      }
    }
  }

  private void next(boolean withModrm) {
    if (withModrm) {
      state = MODRM;
    } else {
      afterDisplacement();
    }
  }

  private void afterAddress() {
    if (left > 0) {
      state = DISPLACEMENT;
    } else {
      afterDisplacement();
    }
  }

  private void afterDisplacement() {
    if (narrow && immediate == 4 && !jump) {
      immediate = 2;
    }
    if (immediate == 0) {
      finish();
    } else {
      state = IMMEDIATE;
      left = immediate;
      relative = 0;
    }
  }

  private void finish() {
    beforeThat = before;
    before = opcode << 8 | modrm;
    state = OPCODE;
    instruction = 0;
    narrow = false;
    jump = false;
    left = 0;
  }

  private static boolean hasModrm(int op) {
    if (op < 0x40) {
      return (op & 7) < 4;
    }
    return op == 0x62
        || op == 0x63
        || op == 0x69
        || op == 0x6B
        || op >= 0x80 && op < 0x90
        || op == 0xC0
        || op == 0xC1
        || op == 0xC6
        || op == 0xC7
        || op >= 0xD0 && op < 0xD4
        || op >= 0xD8 && op < 0xE0
        || op == 0xF6
        || op == 0xF7
        || op >= 0xFE;
  }

  private static int immediate(int op) {
    if (op < 0x40) {
      return (op & 7) == 4 ? 1 : (op & 7) == 5 ? 4 : 0;
    }
    return switch (op) {
      case 0x68, 0x69, 0x81, 0xA0, 0xA1, 0xA2, 0xA3, 0xA9, 0xC7, 0xE8, 0xE9 -> 4;
      case 0x6A, 0x6B, 0x80, 0x82, 0x83, 0xA8, 0xC0, 0xC1, 0xC6, 0xCD, 0xD4, 0xD5, 0xEB -> 1;
      case 0xC2 -> 2;
      case 0xC8 -> 3;
      default ->
          op >= 0x70 && op < 0x80 || op >= 0xB0 && op < 0xB8 || op >= 0xE0 && op < 0xE8
              ? 1
              : op >= 0xB8 && op < 0xC0 ? 4 : 0;
    };
  }

  /** A place in the table of targets: by how many low bytes are known, and which. */
  private int slot(int known, int target) {
    int low = known == 0 ? lastTarget : target & (1 << 8 * known) - 1;
    return ((low * 4 + known) * 0x9E3779B1 >>> 15) & TARGETS - 1;
  }

  private void learnTarget(int target) {
    for (int known = 0; known < 4; known++) {
      targets[slot(known, target)] = target;
    }
    lastTarget = target;
  }

  /** The byte that the last call or jump with the same low bytes would have here, or 256. */
  private int expected() {
    if (!jump || state != IMMEDIATE) {
      return 256;
    }
    int known = 4 - left;
    int end = position + left;
    int target = targets[slot(known, end + relative)];
    return target - end >>> 8 * known & 255;
  }

  /** Writes its hashes to {@code c[at ...]}. */
  void write(int[] c, int at, int c1) {
    int part = state << 3 | left;
    int expected = expected();
    c[at] = BytesContexts.mix(50, part << 20 | opcode << 8 | modrm, expected);
    c[at + 1] = BytesContexts.mix(51, part << 20 | opcode << 8 | modrm, before);
    c[at + 2] = BytesContexts.mix(52, before >>> 8 << 16 | beforeThat >>> 8, instruction);
    c[at + 3] = BytesContexts.mix(53, part << 20 | before, instruction);
    c[at + 4] = BytesContexts.mix(54, part << 20 | opcode << 8 | c1, expected);
    c[at + 5] = BytesContexts.mix(55, part << 20 | opcode, expected < 256 ? expected : beforeThat);
    c[at + 6] = BytesContexts.mix(56, part << 20 | modrm & 0xC7, c1 << 9 | expected);
  }

  /** Which part of an instruction comes next, 0 to 63. */
  int part() {
    return state << 3 | left;
  }
}
