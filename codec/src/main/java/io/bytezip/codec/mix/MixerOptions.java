package io.bytezip.codec.mix;

/**
 * What the archive says about a segment's mixer.
 *
 * @param effort how much it computes
 * @param memory the table of contexts takes at most 2^memory bytes, {@link #MIN_MEMORY} to {@link
 *     #MAX_MEMORY}; less where the segment is short
 */
public record MixerOptions(Effort effort, int memory) {
  /** 16 KiB. */
  public static final int MIN_MEMORY = 14;

  /** 256 MiB. {@link ContextExpert} finds no more than twice as many places. */
  public static final int MAX_MEMORY = 28;

  /** All effort and the most memory. */
  public static final MixerOptions DEFAULTS = new MixerOptions(Effort.FULL, MAX_MEMORY);

  /** Checks the range. */
  public MixerOptions {
    if (!valid(memory)) {
      throw new IllegalArgumentException("mixer memory 2^" + memory);
    }
  }

  /** Whether a mixer may have so much memory. */
  public static boolean valid(int memory) {
    return memory >= MIN_MEMORY && memory <= MAX_MEMORY;
  }
}
