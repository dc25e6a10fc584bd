package io.bytezip.modalities.format;

import io.bytezip.modalities.format.ContainerSyntax.Reading;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds the members of a stream that is a tar or cpio file, while it passes. What is no such file,
 * or damaged from somewhere on, has no members from there on. Memory: the heading at hand, at most
 * 1 MiB. Not thread-safe.
 */
public final class MemberScanner {
  /** A tar header, the longest that is needed to tell. */
  private static final int DETECTION = 512;

  private static final List<ContainerSyntax> KINDS = List.of(new CpioSyntax(), new TarSyntax());

  /**
   * A member, of which all bytes have passed.
   *
   * @param heading what stands before it
   * @param offset where its first byte lies in the stream
   */
  public record Member(Heading heading, long offset) {}

  private final Consumer<Member> found;
  private byte[] heading = new byte[DETECTION];
  private int filled;
  private int needed = DETECTION;
  private ContainerSyntax syntax;
  private Member pending;
  private long position;
  private long left;
  private int trailing;
  private boolean ended;

  /** Tells of members in the order of the stream. */
  public MemberScanner(Consumer<Member> found) {
    this.found = found;
  }

  /** The stream goes on with these bytes. */
  public void update(byte[] bytes, int offset, int length) {
    int from = offset;
    int end = offset + length;
    while (!ended && (from < end || pending != null && left == 0)) {
      if (pending != null) {
        int count = (int) Math.min(left, end - from);
        from += count;
        pass(count);
      } else if (trailing > 0) {
        int count = Math.min(trailing, end - from);
        from += count;
        trailing -= count;
        position += count;
      } else {
        int count = Math.min(needed - filled, end - from);
        System.arraycopy(bytes, from, heading, filled, count);
        from += count;
        filled += count;
        if (filled == needed) {
          read();
        }
      }
    }
  }

  /** The stream has ended: looks at what was too short to tell before. */
  public void finish() {
    if (!ended && syntax == null) {
      detect();
      reread();
    }
    ended = true;
  }

  private void pass(int count) {
    position += count;
    left -= count;
    if (left == 0) {
      found.accept(pending);
      trailing = pending.heading().trailing();
      pending = null;
    }
  }

  private void detect() {
    InputWindow window = new InputWindow(heading, 0, filled, false);
    for (ContainerSyntax kind : KINDS) {
      if (syntax == null && kind.mayBegin(window, 0)) {
        syntax = kind;
      }
    }
    ended = syntax == null;
  }

  /** Reads all headings that have come together. */
  private void read() {
    if (syntax == null) {
      detect();
      reread();
    } else {
      one();
    }
  }

  /** The first bytes, which were gathered for detection, may be several members of a cpio file. */
  private void reread() {
    if (ended) {
      return;
    }
    byte[] gathered = Arrays.copyOf(heading, filled);
    filled = 0;
    needed = 1;
    update(gathered, 0, gathered.length);
  }

  private void one() {
    Reading reading;
    try {
      reading = syntax.read(new InputWindow(heading, 0, filled, false));
    } catch (IndexOutOfBoundsException | ArithmeticException | IllegalArgumentException e) {
      ended = true;
      return;
    }
    switch (reading) {
      case Reading.Incomplete(int length) -> {
        needed = length;
        ended = length > ContainerSyntax.MAX_HEADING;
        if (!ended && length > heading.length) {
          heading = Arrays.copyOf(heading, Math.max(length, 2 * heading.length));
        }
      }
      case Reading.Member(Heading member) -> {
        position += member.size();
        pending = new Member(member, position);
        left = member.length();
        syntax = syntax.next();
        filled = 0;
        needed = 1;
      }
      case Reading.Nothing _, Reading.End _ -> ended = true;
    }
  }
}
