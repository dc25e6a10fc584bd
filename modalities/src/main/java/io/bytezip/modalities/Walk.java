package io.bytezip.modalities;

import io.bytezip.modalities.format.Content;
import io.bytezip.modalities.format.Draft;
import io.bytezip.modalities.format.Finding;
import io.bytezip.modalities.format.Format;
import io.bytezip.modalities.format.InputWindow;
import io.bytezip.modalities.format.UnitRun;
import io.bytezip.modalities.recipe.PadRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Goes through a window and finds out what its bytes are: the file that begins there, and then, in
 * what that leaves, files that may lie within others.
 */
final class Walk {
  /**
   * So many times a format may look at what isn't of its kind; each may take as long as a block.
   */
  private static final int MAX_DISAPPOINTMENTS = 256;

  /** What bytes of the window are, and the format that knew it, empty if none did. */
  record Piece(Content content, String format, int offset) {}

  private final InputWindow window;
  private final List<Format> formats;

  /** By the byte with which they begin within other data; null where there are none. */
  private final Format[][] byMark = new Format[256][];

  private final int blockSize;
  private final int maxSize;
  private final List<Piece> pieces = new ArrayList<>();
  private long size;
  private int covered;
  private long wanted;
  private Format next;

  /**
   * Begins at the window's start.
   *
   * @param blockSize where nothing stands against it, so many bytes are covered
   * @param maxSize the most bytes that are covered, and that the pieces have together
   */
  Walk(InputWindow window, List<Format> formats, int blockSize, int maxSize) {
    this.window = window;
    this.formats = formats;
    this.blockSize = blockSize;
    this.maxSize = maxSize;
    for (Format format : formats) {
      int mark = format.mark();
      if (mark >= 0) {
        Format[] before = byMark[mark];
        int count = before == null ? 0 : before.length;
        byMark[mark] = count == 0 ? new Format[1] : Arrays.copyOf(before, count + 1);
        byMark[mark][count] = format;
      }
    }
  }

  /**
   * Goes.
   *
   * @param start whether a file begins here
   * @param resumed what goes on here; null if nothing does
   * @return false if the window must grow to {@link #wanted} bytes first
   */
  boolean go(boolean start, Format resumed) {
    if (resumed != null) {
      if (!take(resumed, 0)) {
        return false;
      }
    } else if (start) {
      for (Format format : formats) {
        if (covered == 0 && format.mayBegin(window, 0) && !take(format, 0)) {
          return false;
        }
      }
    }
    if (next != null) {
      return true;
    }
    int end = Math.max(covered, Math.min(window.length(), blockSize));
    return scan(end);
  }

  /** What was found, in order. */
  List<Piece> pieces() {
    return pieces;
  }

  /** How many bytes of the window the pieces are. */
  int covered() {
    return covered;
  }

  /** What goes on behind them; null if nothing does. */
  Format next() {
    return next;
  }

  /** How many bytes the window must have. */
  long wanted() {
    return wanted;
  }

  private boolean scan(int end) {
    int position = covered;
    int disappointments = 0;
    while (position < end && disappointments < MAX_DISAPPOINTMENTS) {
      Format found = begins(position);
      if (found == null) {
        position++;
        continue;
      }
      int before = covered;
      if (!take(found, position)) {
        if (position == 0) {
          return false;
        }
        // It begins the next block.
        plain(position);
        return true;
      }
      if (covered > before) {
        position = covered;
      } else {
        position++;
        disappointments++;
      }
    }
    plain(end);
    return true;
  }

  /** The format of which a file may begin at {@code position}; null if there is none. */
  private Format begins(int position) {
    Format[] candidates = byMark[window.bytes()[window.offset() + position] & 255];
    if (candidates != null) {
      for (Format format : candidates) {
        if (format.mayBegin(window, position)) {
          return format;
        }
      }
    }
    return null;
  }

  private void plain(int end) {
    if (end > covered) {
      Draft draft = new Draft(window.from(covered)).plain(end - covered);
      add(draft.contents(), "", covered);
      covered = end;
    }
  }

  /**
   * Takes what the format finds at {@code position}, if anything.
   *
   * @return false if the window must grow
   */
  private boolean take(Format format, int position) {
    InputWindow rest = window.from(position);
    // What is not yet covered may stay plain.
    long room = maxSize - size - Math.max(0, Math.min(window.length(), blockSize) - covered);
    if (room < 0) {
      return true;
    }
    try {
      switch (format.open(rest, (int) room)) {
        case Finding.Nothing _ -> {}
        case Finding.More more -> {
          return !wants(position, more.length());
        }
        case Finding.Found found -> {
          Draft draft = found.draft();
          if (draft.covered() > 0) {
            plain(position);
            add(draft.contents(), format.name(), position);
            covered = position + draft.covered();
            next = found.next();
          }
        }
        case Finding.Units units -> {
          return units(format, units.run(), position);
        }
      }
    } catch (RuntimeException e) {
      // Whatever a format trips over: the bytes stay plain.
      return true;
    }
    return true;
  }

  private boolean wants(int position, long length) {
    int shown = window.length() - position;
    if (window.complete() || length <= shown || shown >= maxSize) {
      return false;
    }
    wanted = Math.min(length, maxSize);
    return true;
  }

  private void add(List<Content> contents, String format, int offset) {
    int at = offset;
    for (Content content : contents) {
      pieces.add(new Piece(content, format, at));
      size += content.size();
      // Only of plain ones is it known how many bytes of the window they are.
      at += content instanceof Content.Made ? 0 : (int) content.size();
    }
  }

  private boolean units(Format format, UnitRun run, int position) {
    int stride = run.stride();
    long first = (long) run.start() + stride;
    long most = (long) maxSize - position;
    if (run.start() < 0 || stride < 1 || first > most) {
      return true;
    }
    long limit = Math.max(run.whole() ? most : blockSize - position, first);
    long needed = run.start() + Math.min(run.units(), (limit - run.start()) / stride) * stride;
    if (wants(position, needed)) {
      return false;
    }
    long shown = (long) window.length() - position - run.start();
    long room = Math.max(0, Math.min(shown, limit - run.start()));
    int units = (int) Math.min(run.units(), room / stride);
    boolean last = window.complete() && shown < (units + 1L) * stride;
    boolean ends = last || units == run.units();
    boolean resumed = format instanceof Resumed;
    boolean worthwhile = !ends || resumed || (long) units * run.unit() >= Format.MIN_SAMPLES;
    if (units == 0 || !worthwhile) {
      return true;
    }
    plain(position);
    Draft draft = new Draft(window.from(position)).structure(run.start());
    if (run.padding() == 0) {
      draft.samples(run.layout(), units * stride);
    } else {
      draft.made(units * stride, padded(run, units, position + run.start()));
    }
    add(draft.contents(), format.name(), position);
    covered = position + draft.covered();
    next = ends ? null : new Resumed(format.name(), run.after(units));
    return true;
  }

  private Content padded(UnitRun run, int units, int start) {
    byte[] samples = new byte[units * run.unit()];
    byte[] padding = new byte[units * run.padding()];
    int from = window.offset() + start;
    boolean zeros = true;
    for (int i = 0; i < units; i++) {
      int at = from + i * run.stride();
      System.arraycopy(window.bytes(), at, samples, i * run.unit(), run.unit());
      for (int k = 0; k < run.padding(); k++) {
        byte octet = window.bytes()[at + run.unit() + k];
        padding[i * run.padding() + k] = octet;
        zeros &= octet == 0;
      }
    }
    List<Content> input = new ArrayList<>();
    input.add(new Content.Samples(run.layout(), samples));
    if (!zeros) {
      input.add(new Content.Structure(padding));
    }
    return new Content.Made(new PadRows(run.unit(), units, run.padding(), !zeros), input);
  }

  /** Samples that go on in the next block. */
  private record Resumed(String name, UnitRun run) implements Format {
    @Override
    public boolean mayBegin(InputWindow window, int position) {
      return false;
    }

    @Override
    public Finding open(InputWindow window, int room) {
      return new Finding.Units(run);
    }
  }
}
