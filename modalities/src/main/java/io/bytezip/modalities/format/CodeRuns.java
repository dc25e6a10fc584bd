package io.bytezip.modalities.format;

import io.bytezip.modalities.recipe.Branches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A program: runs of machine code, in which distances become addresses, and whatever is before and
 * between them. What follows the last run is left to others.
 *
 * @param name of the program's format
 * @param machine whose code it is
 * @param runs in order, apart from one another
 * @param offset where in the file the window begins
 */
record CodeRuns(String name, Branches.Machine machine, List<Run> runs, long offset)
    implements Format {
  /** Runs closer than this are one if they also lie so in memory. */
  private static final int MAX_GAP = 256;

  private static final int MAX_RUNS = 4096;

  /** Of ARM64, and as good a place as any with x86. */
  private static final int ALIGNMENT = 4;

  /** From {@code start} to before {@code end} in the file, at {@code address} in memory. */
  record Run(long start, long end, long address) {}

  /** What a program that begins with the window is. */
  static Finding found(
      String name, Branches.Machine machine, List<Run> runs, InputWindow window, int room) {
    List<Run> joined = new ArrayList<>();
    List<Run> ordered =
        runs.stream()
            .limit(MAX_RUNS)
            .filter(run -> run.end - run.start >= ALIGNMENT)
            .sorted(Comparator.comparingLong(Run::start))
            .toList();
    for (Run run : ordered) {
      Run last = joined.isEmpty() ? null : joined.getLast();
      if (last == null) {
        joined.add(run);
      } else if (run.start >= last.end) {
        boolean near = run.start - last.end < MAX_GAP;
        if (near && run.address - run.start == last.address - last.start) {
          joined.set(joined.size() - 1, new Run(last.start, run.end, last.address));
        } else {
          joined.add(run);
        }
      }
    }
    return joined.isEmpty()
        ? new Finding.Nothing()
        : new CodeRuns(name, machine, List.copyOf(joined), 0).open(window, room);
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return false;
  }

  @Override
  public Finding open(InputWindow window, int room) {
    int most = Math.min(window.length(), room);
    Draft draft = new Draft(window);
    boolean ends = true;
    for (Run run : runs) {
      long start = Math.max(run.start - offset, 0);
      long end = Math.min(run.end - offset, most);
      if (start >= most) {
        draft.plain(most - draft.covered());
        ends = false;
        break;
      }
      int whole = (int) Math.max(0, end - start) / ALIGNMENT * ALIGNMENT;
      if (whole > 0) {
        draft.plain((int) start - draft.covered());
        code(draft, window, whole, run.address + start + offset - run.start);
      }
      ends = run.end - offset <= most;
    }
    ends |= window.complete();
    return draft.covered() == 0
        ? new Finding.Nothing()
        : new Finding.Found(
            draft, ends ? null : new CodeRuns(name, machine, runs, offset + draft.covered()));
  }

  private void code(Draft draft, InputWindow window, int count, long address) {
    int from = window.offset() + draft.covered();
    byte[] code = Arrays.copyOfRange(window.bytes(), from, from + count);
    Branches branches = new Branches(machine, (int) address & Integer.MAX_VALUE);
    draft.made(
        count, new Content.Made(branches, List.of(new Content.Plain(branches.absolute(code)))));
  }
}
