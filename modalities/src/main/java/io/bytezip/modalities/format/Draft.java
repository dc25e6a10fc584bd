package io.bytezip.modalities.format;

import io.bytezip.modalities.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * What the bytes of a window are, from its start as far as a format knows; what is behind them is
 * plain. Mutable, for one thread.
 *
 * <pre>{@code
 * Draft draft = new Draft(window).structure(headerBytes).samples(layout, sampleBytes);
 * return new Finding.Found(draft);
 * }</pre>
 *
 * <p>All methods throw {@link IndexOutOfBoundsException} if the window has fewer bytes.
 */
public final class Draft {
  private final InputWindow window;
  private final List<Content> contents = new ArrayList<>();
  private int covered;

  /** Begins at the window's first byte. */
  public Draft(InputWindow window) {
    this.window = window;
  }

  /** How many bytes of the window the draft knows. */
  public int covered() {
    return covered;
  }

  /** The contents so far, in order. */
  public List<Content> contents() {
    return List.copyOf(contents);
  }

  /** The next {@code count} bytes are headers and the like. */
  public Draft structure(int count) {
    return count == 0 ? this : made(count, new Content.Structure(take(count)));
  }

  /** The next {@code count} bytes are of no known format. */
  public Draft plain(int count) {
    return count == 0 ? this : made(count, new Content.Plain(take(count)));
  }

  /** The next {@code count} bytes are samples as they are. */
  public Draft samples(Layout layout, int count) {
    return count == 0 ? this : made(count, new Content.Samples(layout, take(count)));
  }

  /** The next {@code count} bytes are a file of their own. */
  public Draft member(String name, int count) {
    return count == 0 ? this : made(count, new Content.Member(name, take(count)));
  }

  /** The next {@code count} bytes are what this content makes. */
  public Draft made(int count, Content content) {
    if (count < 0 || count > window.length() - covered) {
      throw new IndexOutOfBoundsException(count);
    }
    contents.add(content);
    covered += count;
    return this;
  }

  private byte[] take(int count) {
    return window.copy(covered, count);
  }
}
