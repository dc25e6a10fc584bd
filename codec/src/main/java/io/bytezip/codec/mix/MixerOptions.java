package io.bytezip.codec.mix;

/**
 * What the archive says about a segment's mixer.
 *
 * @param memory the table of contexts takes at most 2^memory bytes, {@link #MIN_MEMORY} to {@link
 *     #MAX_MEMORY}; less where the segment is short
 * @param start what it begins with: {@link #FORMULAS}, {@link #LEARNED} or {@link
 *     #LEARNED_FOR_TEXT}
 */
public record MixerOptions(int memory, int start) {
  /** 16 KiB. */
  public static final int MIN_MEMORY = 14;

  /** 256 MiB. {@link ContextExpert} finds no more than twice as many places. */
  public static final int MAX_MEMORY = 28;

  /** It begins by formulas alone. */
  public static final int FORMULAS = 0;

  /** It begins with what the model's file holds; without a model, with the program's own start. */
  public static final int LEARNED = 1;

  /** The same, with the start for texts. */
  public static final int LEARNED_FOR_TEXT = 2;

  /** The most memory, and a learned start. */
  public static final MixerOptions DEFAULTS = new MixerOptions(MAX_MEMORY, LEARNED);

  private static final int MEMORY_BITS = 5;

  /** Checks the ranges. */
  public MixerOptions {
    if (!valid(memory) || start < FORMULAS || start > LEARNED_FOR_TEXT) {
      throw new IllegalArgumentException("mixer memory 2^" + memory + ", start " + start);
    }
  }

  /** These with another start. */
  public MixerOptions withStart(int other) {
    return new MixerOptions(memory, other);
  }

  /** Whether a mixer may have so much memory. */
  public static boolean valid(int memory) {
    return memory >= MIN_MEMORY && memory <= MAX_MEMORY;
  }

  /** The memory that a header's byte says. */
  public static int memory(int code) {
    return code & (1 << MEMORY_BITS) - 1;
  }

  /** The start that a header's byte says, possibly one of a later version. */
  public static int start(int code) {
    return code >>> MEMORY_BITS;
  }

  /** A header's byte. */
  public int code() {
    return start << MEMORY_BITS | memory;
  }
}
