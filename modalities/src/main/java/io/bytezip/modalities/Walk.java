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

  /** Members that are longer than a block, in members in members. */
  private static final int MAX_INSIDE = 4;

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

  /** The window, up to where the member ends that is gone through. */
  private InputWindow view;

  /** What goes on in the same block, right behind what is covered. */
  private Format following;

  private int depth;

  /**
   * Begins at the window's start.
   *
   * @param blockSize where nothing stands against it, so many bytes are covered
   * @param maxSize the most bytes that are covered, and that the pieces have together
   */
  Walk(InputWindow window, List<Format> formats, int blockSize, int maxSize) {
    this.window = window;
    this.view = window;
    this.formats = formats;
    this.blockSize = blockSize;
    this.maxSize = maxSize;
    for (Format format : formats) {
      int mark = format.mark();
      if (mark >= 0 && mark < byMark.length) {
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
    if (resumed instanceof Inside) {
      following = resumed;
    } else if (resumed != null) {
      if (!take(resumed, 0)) {
        return false;
      }
    } else if (start) {
      for (Format format : formats) {
        if (covered == 0 && mayBegin(format, window, 0) && !take(format, 0)) {
          return false;
        }
      }
    }
    if (!follow()) {
      return false;
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

  /**
   * Goes on with what follows in the block.
   *
   * @return false if the window must grow
   */
  private boolean follow() {
    while (following != null) {
      Format link = following;
      following = null;
      if (link instanceof Inside inside) {
        if (!inside(inside)) {
          return false;
        }
      } else if (covered == view.length()) {
        next = view.complete() ? null : link;
      } else if (!take(link, covered)) {
        // It begins the next block.
        next = link;
      }
    }
    return true;
  }

  /** Covers a member, or as much of it as the block has. False if the window must grow. */
  private boolean inside(Inside inside) {
    int start = covered;
    long end = start + inside.left();
    boolean ends = end <= view.length();
    if (inside.fresh() && ends && size + inside.left() <= maxSize) {
      Draft whole = new Draft(view.from(start)).member(inside.name(), (int) inside.left());
      add(whole.contents(), inside.format(), start);
      covered = (int) end;
    } else {
      InputWindow outer = view;
      int shown = (int) Math.min(end, view.length());
      view = new InputWindow(view.bytes(), view.offset(), shown, ends || view.complete());
      depth++;
      boolean done = part(inside, start);
      depth--;
      view = outer;
      if (!done) {
        wanted = Math.min(wanted, end);
        return false;
      }
    }
    long left = end - covered;
    if (left > 0) {
      boolean untouched = inside.fresh() && covered == start;
      boolean truncated = view.complete() && covered == view.length();
      next = truncated ? null : untouched ? inside : inside.after(left, next);
      return true;
    }
    int there = Math.min(inside.trailing(), view.length() - covered);
    int trailing = (int) Math.min(there, maxSize - size);
    add(new Draft(view.from(covered)).structure(trailing).contents(), inside.format(), covered);
    covered += trailing;
    next = null;
    if (trailing == inside.trailing()) {
      following = inside.then();
    } else if (!view.complete() || trailing < there) {
      next = inside.behind(trailing);
    }
    return true;
  }

  /** Opens and scans a member that the block doesn't hold whole. False if the window must grow. */
  private boolean part(Inside inside, int start) {
    if (inside.inner() instanceof Inside) {
      following = inside.inner();
    } else if (inside.inner() != null) {
      if (!take(inside.inner(), start)) {
        return false;
      }
    } else if (inside.fresh() && depth <= MAX_INSIDE) {
      for (Format format : formats) {
        if (covered == start && mayBegin(format, view, start) && !take(format, start)) {
          // A member far from the block's start begins the next one.
          next = inside;
          return start > blockSize / 4 || start > 0 && window.length() >= maxSize;
        }
      }
    }
    if (!follow()) {
      return false;
    }
    return next != null || scan(Math.max(covered, Math.min(view.length(), blockSize)));
  }

  private boolean scan(int most) {
    int position = covered;
    int disappointments = 0;
    int end = end(most);
    while (position < end && disappointments < MAX_DISAPPOINTMENTS) {
      Format found = begins(position);
      if (found == null) {
        position++;
        continue;
      }
      int before = covered;
      if (!take(found, position)) {
        if (early(position)) {
          return false;
        }
        // It begins the next block.
        plain(position);
        return true;
      }
      if (!follow()) {
        return false;
      }
      if (next != null) {
        return true;
      }
      if (covered > before) {
        position = covered;
        end = end(most);
      } else {
        position++;
        disappointments++;
      }
    }
    plain(end);
    return true;
  }

  /** Where the block ends if the rest is plain: what was opened may have used up its room. */
  private int end(int most) {
    return (int) Math.min(most, covered + (maxSize - size));
  }

  /** The format of which a file may begin at {@code position}; null if there is none. */
  private Format begins(int position) {
    Format[] candidates = byMark[view.bytes()[view.offset() + position] & 255];
    if (candidates != null) {
      for (Format format : candidates) {
        if (mayBegin(format, view, position)) {
          return format;
        }
      }
    }
    return null;
  }

  private static boolean mayBegin(Format format, InputWindow window, int position) {
    try {
      return format.mayBegin(window, position);
    } catch (RuntimeException e) {
      return false;
    }
  }

  private void plain(int end) {
    if (end > covered) {
      Draft draft = new Draft(view.from(covered)).plain(end - covered);
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
    InputWindow rest = view.from(position);
    long room = maxSize - size - (position - covered);
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
        case Finding.Member member -> member(format, member, position);
      }
    } catch (RuntimeException e) {
      // Whatever a format trips over: the bytes stay plain.
      return true;
    }
    return true;
  }

  /**
   * Whether a block is too short to end here. What wants more bytes than there are ends a block
   * only later, or many such would make many blocks, and each of them might look through a whole
   * window.
   */
  private boolean early(int position) {
    return position <= blockSize / 4;
  }

  private boolean wants(int position, long length) {
    int shown = view.length() - position;
    int most = early(position) ? view.length() : shown;
    if (view.complete() || length <= shown || most >= maxSize) {
      return false;
    }
    wanted = Math.min(position + length, maxSize);
    return true;
  }

  private void member(Format format, Finding.Member member, int position) {
    Draft draft = member.draft();
    int heading = draft.covered();
    if (heading < 1 || member.length() < 0 || size + position - covered + heading > maxSize) {
      return;
    }
    long end = Math.addExact(position + heading, member.length());
    if (position > 0 && position >= blockSize - blockSize / 4 && end > blockSize) {
      plain(position);
      next = format;
      return;
    }
    plain(position);
    add(draft.contents(), format.name(), position);
    covered = position + heading;
    following =
        new Inside(
            format.name(),
            member.name(),
            member.length(),
            true,
            null,
            member.trailing(),
            member.next());
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
    long most = Math.min(maxSize - position, maxSize - size - (position - covered));
    if (run.start() < 0 || stride < 1 || first > most) {
      return true;
    }
    long limit = Math.max(run.whole() ? most : blockSize - position, first);
    long needed = run.start() + Math.min(run.units(), (limit - run.start()) / stride) * stride;
    if (wants(position, needed)) {
      return false;
    }
    long shown = (long) view.length() - position - run.start();
    long room = Math.max(0, Math.min(shown, limit - run.start()));
    int units = (int) Math.min(run.units(), room / stride);
    boolean last = view.complete() && shown < (units + 1L) * stride;
    boolean ends = last || units == run.units();
    boolean resumed = format instanceof Resumed;
    boolean worthwhile = !ends || resumed || (long) units * run.unit() >= Format.MIN_SAMPLES;
    if (units == 0 || !worthwhile) {
      return true;
    }
    plain(position);
    Draft draft = new Draft(view.from(position)).structure(run.start());
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
    int from = window.offset() + start;
    PadRows.Apart apart = PadRows.apart(window.bytes(), from, run.unit(), units, run.padding());
    List<Content> input = new ArrayList<>();
    input.add(new Content.Samples(run.layout(), apart.rows()));
    if (apart.padding().length > 0) {
      input.add(new Content.Structure(apart.padding()));
    }
    return new Content.Made(apart.transform(), input);
  }

  /**
   * A member of a container.
   *
   * @param format the container's
   * @param left bytes of it that aren't covered yet
   * @param fresh whether none is
   * @param inner goes on within it; null if nothing does
   * @param trailing bytes of structure behind it
   * @param then opens what is behind that
   */
  private record Inside(
      String format, String name, long left, boolean fresh, Format inner, int trailing, Format then)
      implements Format {
    /** The same when so many bytes are left, with what goes on. */
    Inside after(long bytes, Format goesOn) {
      return new Inside(format, name, bytes, false, goesOn, trailing, then);
    }

    /** What is left when it, and so many bytes behind it, are covered. */
    Inside behind(int bytes) {
      return new Inside(format, name, 0, false, null, trailing - bytes, then);
    }

    @Override
    public boolean mayBegin(InputWindow window, int position) {
      return false;
    }

    @Override
    public Finding open(InputWindow window, int room) {
      return new Finding.Nothing();
    }
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
