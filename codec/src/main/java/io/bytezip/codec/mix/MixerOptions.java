package io.bytezip.codec.mix;

/**
 * What the archive says about a segment's mixer.
 *
 * @param effort how much it computes
 * @param memory the table of contexts takes at most 2^memory bytes, {@link #MIN_MEMORY} to {@link
 *     #MAX_MEMORY}; less where the segment is short
 * @param start what it begins with: {@link #FORMULAS} or, with {@link Effort#FULL}, {@link
 *     #LEARNED} or {@link #LEARNED_FOR_TEXT}
 */
public record MixerOptions(Effort effort, int memory, int start) {
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

  /** All effort, the most memory, and a learned start. */
  public static final MixerOptions DEFAULTS = new MixerOptions(Effort.FULL, MAX_MEMORY, LEARNED);

  /** A header's byte has the memory in the low bits; above them the start, then lower efforts. */
  private static final int MEMORY_BITS = 5;

  /** Checks the ranges. */
  public MixerOptions {
    int latest = effort == Effort.FULL ? LEARNED_FOR_TEXT : FORMULAS;
    if (!valid(memory) || start < FORMULAS || start > latest) {
      throw new IllegalArgumentException(
          "mixer effort " + effort + ", memory 2^" + memory + ", start " + start);
    }
  }

  /** Begins by formulas. */
  public MixerOptions(Effort effort, int memory) {
    this(effort, memory, FORMULAS);
  }

  /** These with another start. */
  public MixerOptions withStart(int other) {
    return new MixerOptions(effort, memory, other);
  }

  /** Whether a mixer may have so much memory. */
  public static boolean valid(int memory) {
    return memory >= MIN_MEMORY && memory <= MAX_MEMORY;
  }

  /** The memory that a header's byte says, possibly not {@link #valid}. */
  public static int memory(int code) {
    return code & (1 << MEMORY_BITS) - 1;
  }

  /** Whether a header's byte names a start or an effort that this version knows. */
  public static boolean known(int code) {
    return code >>> MEMORY_BITS < LEARNED_FOR_TEXT + Effort.values().length;
  }

  /** What a header's byte says, which is {@link #known} and has {@link #valid} memory. */
  public static MixerOptions of(int code) {
    int kind = code >>> MEMORY_BITS;
    return kind <= LEARNED_FOR_TEXT
        ? new MixerOptions(Effort.FULL, memory(code), kind)
        : new MixerOptions(Effort.values()[kind - LEARNED_FOR_TEXT], memory(code));
  }

  /** A header's byte. */
  public int code() {
    int kind = effort == Effort.FULL ? start : LEARNED_FOR_TEXT + effort.ordinal();
    return kind << MEMORY_BITS | memory;
  }
}
