package io.bytezip.modalities.format;

import io.bytezip.modalities.deflate.DeflateAnalyser;
import io.bytezip.modalities.deflate.Inflated;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A deflate stream within a window: where it ends, before any work is spent on how it was made. */
final class DeflateEnd {
  /** Streams that make less aren't worth a node of a recipe. */
  private static final int MIN_PLAIN = 64;

  /** What is known of the stream. */
  enum State {
    /** It ends within the window. */
    WHOLE,
    /** The window ends first. */
    OPEN,
    /** It is none, or makes too few or too many bytes. */
    NONE
  }

  private final InputWindow window;
  private final int start;
  private final int room;
  private final State state;

  /**
   * Looks at a stream.
   *
   * @param room the most bytes that it may make
   */
  DeflateEnd(InputWindow window, int start, int room) {
    this.window = window;
    this.start = start;
    this.room = room;
    state = look();
  }

  State state() {
    return state;
  }

  /** The stream taken apart, if it can be made again. */
  Optional<Inflated> inflated() {
    return state != State.WHOLE
        ? Optional.empty()
        : DeflateAnalyser.analyse(
            window.bytes(), window.offset() + start, window.length() - start, room);
  }

  private State look() {
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(window.bytes(), window.offset() + start, window.length() - start);
      byte[] buffer = new byte[1 << 14];
      long made = 0;
      while (true) {
        int count = inflater.inflate(buffer);
        made += count;
        if (made > room) {
          return State.NONE;
        }
        if (inflater.finished()) {
          return made < MIN_PLAIN ? State.NONE : State.WHOLE;
        }
        if (count == 0) {
          return inflater.needsInput() && !window.complete() ? State.OPEN : State.NONE;
        }
      }
    } catch (DataFormatException e) {
      return State.NONE;
    }
  }
}
