package io.bytezip.modalities.format;

import io.bytezip.modalities.format.CodeRuns.Run;
import io.bytezip.modalities.recipe.Branches.Machine;
import java.util.ArrayList;
import java.util.List;

/** Programs and libraries of Windows, for x86 and ARM64. */
final class PeFormat implements Format {
  private static final int SECTION = 40;
  private static final int MAX_START = 1 << 16;

  @Override
  public String name() {
    return "pe";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.isAt(position, "MZ");
  }

  @Override
  public Finding open(InputWindow window, int room) {
    long start = window.u32(60, false);
    if (start > MAX_START || !window.isAt((int) start, "PE\0\0")) {
      return new Finding.Nothing();
    }
    int header = (int) start + 4;
    Machine machine =
        switch (window.u16(header, false)) {
          case 0x14C -> Machine.X86;
          case 0x8664 -> Machine.X86_64;
          case 0xAA64 -> Machine.ARM64;
          default -> null;
        };
    if (machine == null) {
      return new Finding.Nothing();
    }
    int count = window.u16(header + 2, false);
    int table = header + 20 + window.u16(header + 16, false);
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int at = table + i * SECTION;
      boolean executable = (window.u8(at + 39) & 0x20) != 0;
      long length = Math.min(window.u32(at + 8, false), window.u32(at + 16, false));
      if (executable && length > 0) {
        long from = window.u32(at + 20, false);
        runs.add(new Run(from, from + length, window.u32(at + 12, false)));
      }
    }
    return CodeRuns.found(name(), machine, runs, window, room);
  }
}
