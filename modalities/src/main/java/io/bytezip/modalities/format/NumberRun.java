package io.bytezip.modalities.format;

import java.util.Arrays;

/**
 * The rest of an array, in the next block.
 *
 * @param name of the format that the array is in
 * @param type what its numbers are
 * @param rows how they lie side by side
 * @param left bytes that should follow; fewer if the input ends early
 */
record NumberRun(String name, NumberType type, NumberRows rows, long left) implements Format {
  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return false;
  }

  @Override
  public Finding open(InputWindow window, int room) {
    return found(new Draft(window), window, room);
  }

  /** Adds as many whole numbers to the draft as the window has behind it. */
  Finding found(Draft draft, InputWindow window, int room) {
    int from = draft.covered();
    long most = Math.min(left, Math.min(window.length(), room) - from);
    boolean whole = rows.row() > 0 && most / type.bytes() >= rows.row();
    long unit = whole ? rows.row() * type.bytes() : (long) rows.channels() * type.bytes();
    unit = unit > most ? type.bytes() : unit;
    int count = (int) (most >= left ? left / type.bytes() * type.bytes() : most / unit * unit);
    if (count <= 0) {
      return new Finding.Nothing();
    }
    int start = window.offset() + from;
    draft.made(
        count,
        NumberContent.of(Arrays.copyOfRange(window.bytes(), start, start + count), type, rows));
    boolean ends = left - count < type.bytes() || window.complete();
    return new Finding.Found(draft, ends ? null : new NumberRun(name, type, rows, left - count));
  }
}
