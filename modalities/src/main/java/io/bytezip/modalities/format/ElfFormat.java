package io.bytezip.modalities.format;

import io.bytezip.modalities.format.CodeRuns.Run;
import io.bytezip.modalities.recipe.Branches.Machine;
import java.util.ArrayList;
import java.util.List;

/**
 * Programs and libraries of Unix, for x86 and ARM64. Objects stay closed: before they are linked,
 * distances are not yet there.
 */
final class ElfFormat implements Format {
  private static final String MAGIC = "\u007FELF";
  private static final int RELOCATABLE = 1;
  private static final int PROGRAM_BITS = 1;
  private static final int LOADED = 1;

  @Override
  public String name() {
    return "elf";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.isAt(position, MAGIC);
  }

  @Override
  public Finding open(InputWindow window, int room) {
    boolean wide = window.u8(4) == 2;
    boolean littleEndian = window.u8(5) == 1;
    Machine machine = machine(window.u16(18, false), wide);
    if (!littleEndian || machine == null || window.u16(16, false) == RELOCATABLE) {
      return new Finding.Nothing();
    }
    List<Run> runs = sections(window, wide);
    if (runs.isEmpty()) {
      runs = segments(window, wide);
    }
    return CodeRuns.found(name(), machine, runs, window, room);
  }

  private static Machine machine(int number, boolean wide) {
    return switch (number) {
      case 3 -> wide ? null : Machine.X86;
      case 62 -> wide ? Machine.X86_64 : null;
      case 183 -> wide ? Machine.ARM64 : null;
      default -> null;
    };
  }

  /** Nothing where the table, at the end of the file, is not in the window. */
  private static List<Run> sections(InputWindow window, boolean wide) {
    long table = number(window, wide ? 40 : 32, wide);
    int size = window.u16(wide ? 58 : 46, false);
    int count = window.u16(wide ? 60 : 48, false);
    if (size < (wide ? 64 : 40) || !window.has(table, (long) size * count)) {
      return List.of();
    }
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int at = (int) table + i * size;
      boolean executable = (window.u8(at + 8) & 4) != 0;
      if (window.u32(at + 4, false) == PROGRAM_BITS && executable) {
        long address = number(window, at + (wide ? 16 : 12), wide);
        long start = number(window, at + (wide ? 24 : 16), wide);
        add(runs, start, number(window, at + (wide ? 32 : 20), wide), address);
      }
    }
    return runs;
  }

  private static List<Run> segments(InputWindow window, boolean wide) {
    int table = (int) Math.min(number(window, wide ? 32 : 28, wide), Integer.MAX_VALUE);
    int size = window.u16(wide ? 54 : 42, false);
    int count = window.u16(wide ? 56 : 44, false);
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int at = Math.addExact(table, i * size);
      boolean executable = (window.u8(at + (wide ? 4 : 24)) & 1) != 0;
      if (window.u32(at, false) == LOADED && executable) {
        long start = number(window, at + (wide ? 8 : 4), wide);
        long address = number(window, at + (wide ? 16 : 8), wide);
        add(runs, start, number(window, at + (wide ? 32 : 16), wide), address);
      }
    }
    return runs;
  }

  private static void add(List<Run> runs, long start, long length, long address) {
    if (start >= 0 && length > 0 && start <= Long.MAX_VALUE - length) {
      runs.add(new Run(start, start + length, address));
    }
  }

  private static long number(InputWindow window, int at, boolean wide) {
    long low = window.u32(at, false);
    return wide ? window.u32(at + 4, false) << 32 | low : low;
  }
}
