package io.bytezip.modalities;

/**
 * One lane of an open segment. For each of its {@link #length()} symbols, in this order: {@link
 * #context}, {@link #rotation}, when encoding {@link #next}, then {@link #accept}.
 *
 * <p>The <em>coded</em> byte goes through the arithmetic coder; the <em>symbol</em> = (coded -
 * rotation) mod 256 is what the model predicts and sees as history. For 8-bit pixels the coded byte
 * is the sample itself and rotation = centre - 128; for wider samples the coded bytes are those of
 * (sample - centre + half the range), high byte first, with rotation 0.
 *
 * <p>Not thread-safe; different lanes of a segment may be used by different threads.
 */
public interface LiveLane {
  /** How many symbols this lane codes. */
  int length();

  /**
   * Predicts the next symbol: writes the context inputs (taps, then features; each below its {@link
   * Layout#contextSizes() size}) to {@code target[offset ...]}.
   */
  void context(int[] target, int offset);

  /**
   * Fills in what the codec's adaptive experts are told of the next byte. Valid after {@link
   * #context}. Asked before every byte of a lane or never: what it takes is made at the first one.
   */
  void evidence(Evidence evidence);

  /**
   * Turns the model's symbol into the coded byte: coded = (symbol + rotation) mod 256. In 0..255;
   * valid after {@link #context}.
   */
  int rotation();

  /**
   * When encoding: the coded byte (0..255) of the current position, from the source. Valid after
   * {@link #context}.
   */
  int next();

  /**
   * Which byte of the segment the current symbol stands for, by which it is known what each byte
   * takes: each is the address of one symbol. The symbols of a wide sample stand for its bytes by
   * significance. Valid after {@link #context}.
   */
  int address();

  /** Takes the coded byte, rebuilds the sample and moves to the next position. */
  void accept(int coded);
}
