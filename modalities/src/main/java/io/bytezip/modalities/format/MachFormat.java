package io.bytezip.modalities.format;

import io.bytezip.modalities.format.CodeRuns.Run;
import io.bytezip.modalities.recipe.Branches.Machine;
import java.util.ArrayList;
import java.util.List;

/** Programs and libraries of macOS (Mach-O of 64 bits, one machine), for x86 and ARM64. */
final class MachFormat implements Format {
  private static final String MAGIC = "\u00CF\u00FA\u00ED\u00FE";
  private static final int RELOCATABLE = 1;
  private static final int HEADER = 32;
  private static final int SEGMENT = 0x19;
  private static final int SEGMENT_HEADER = 72;
  private static final int SECTION = 80;

  @Override
  public String name() {
    return "mach-o";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.isAt(position, MAGIC);
  }

  @Override
  public Finding open(InputWindow window, int room) {
    Machine machine =
        switch (window.i32(4, false)) {
          case 0x0100_0007 -> Machine.X86_64;
          case 0x0100_000C -> Machine.ARM64;
          default -> null;
        };
    if (machine == null || window.u32(12, false) == RELOCATABLE) {
      return new Finding.Nothing();
    }
    long commands = window.u32(16, false);
    List<Run> runs = new ArrayList<>();
    int at = HEADER;
    for (long i = 0; i < commands; i++) {
      long length = window.u32(at + 4, false);
      if (length < 8) {
        return new Finding.Nothing();
      }
      if (window.u32(at, false) == SEGMENT) {
        sections(window, at, length, runs);
      }
      at = Math.toIntExact(at + length);
    }
    return CodeRuns.found(name(), machine, runs, window, room);
  }

  private static void sections(InputWindow window, int segment, long length, List<Run> runs) {
    long count = window.u32(segment + 64, false);
    for (int i = 0; i < count && SEGMENT_HEADER + (i + 1L) * SECTION <= length; i++) {
      int at = segment + SEGMENT_HEADER + i * SECTION;
      boolean code = (window.u8(at + 67) & 0x80) != 0 || (window.u8(at + 65) & 4) != 0;
      long size = window.u32(at + 40, false);
      if (code && size > 0) {
        long start = window.u32(at + 48, false);
        runs.add(new Run(start, start + size, window.u32(at + 32, false)));
      }
    }
  }
}
