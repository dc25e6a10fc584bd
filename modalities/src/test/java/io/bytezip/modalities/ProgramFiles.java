package io.bytezip.modalities;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/**
 * Small programs: headers written by hand, and code in which one function is called all the time.
 */
final class ProgramFiles {
  static final int KINDS = 5;

  /** Where the code begins. */
  static final int CODE = 4096;

  private ProgramFiles() {}

  /** 64-bit ELF by sections, by segments, PE, Mach-O; 32-bit ELF. */
  static byte[] of(int kind, Random random, int size) {
    byte[] code = new byte[size];
    random.nextBytes(code);
    for (int i = 0; i + 20 <= size; i += 20) {
      Arrays.fill(code, i, i + 20, (byte) 0x90);
      code[i] = (byte) 0xE8;
      ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN).putInt(i + 1, 333 - (i + 5));
    }
    ByteBuffer file =
        ByteBuffer.allocate(CODE + size + 100 + random.nextInt(100)).order(ByteOrder.LITTLE_ENDIAN);
    switch (kind) {
      case 0, 1 -> {
        file.put(0, new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1}).putShort(16, (short) 3);
        file.putShort(18, (short) 62);
        if (kind == 0) {
          int table = 64;
          file.putLong(40, table).putShort(58, (short) 64).putShort(60, (short) 3);
          int at = table + 64;
          file.putInt(at + 4, 1).putLong(at + 8, 6).putLong(at + 16, 0x401000);
          file.putLong(at + 24, CODE).putLong(at + 32, size);
        } else {
          file.putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 2);
          int at = 64 + 56;
          file.putInt(at, 1).putInt(at + 4, 5).putLong(at + 8, CODE);
          file.putLong(at + 16, 0x401000).putLong(at + 32, size);
        }
      }
      case 2 -> {
        file.put(0, new byte[] {'M', 'Z'}).putInt(60, 128).putInt(128, 0x4550);
        file.putShort(132, (short) 0x8664).putShort(134, (short) 1).putShort(148, (short) 240);
        int at = 132 + 20 + 240;
        file.putInt(at + 8, size).putInt(at + 12, 0x1000).putInt(at + 16, size + 50);
        file.putInt(at + 20, CODE).putInt(at + 36, 0x6000_0020);
      }
      case 3 -> {
        file.putInt(0, 0xFEEDFACF).putInt(4, 0x0100_0007).putInt(12, 2).putInt(16, 2);
        file.putInt(32, 0x1B).putInt(36, 24);
        file.putInt(56, 0x19).putInt(60, 72 + 80).putInt(56 + 64, 1);
        int at = 56 + 72;
        file.putLong(at + 32, 0x1_0000_1000L).putLong(at + 40, size).putInt(at + 48, CODE);
        file.putInt(at + 64, 0x8000_0400);
      }
      default -> {
        file.put(0, new byte[] {0x7F, 'E', 'L', 'F', 1, 1, 1}).putShort(16, (short) 2);
        file.putShort(18, (short) 3).putInt(32, 52);
        file.putShort(46, (short) 40).putShort(48, (short) 1);
        file.putInt(52 + 4, 1).putInt(52 + 8, 6).putInt(52 + 12, 0x8048000);
        file.putInt(52 + 16, CODE).putInt(52 + 20, size);
      }
    }
    file.put(CODE, code);
    return file.array();
  }
}
