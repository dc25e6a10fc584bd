package io.bytezip.codec;

import io.bytezip.modalities.format.Format;
import java.util.Optional;

/**
 * How to compress. Immutable; start from {@link #DEFAULTS}. The archive depends on the block size
 * and the lanes, never on the threads.
 *
 * @param blockSize bytes of the original in a block, {@link #MIN_BLOCK} to {@link #MAX_BLOCK}. A
 *     block is what random access decodes; memory holds about four blocks beside the model's caches
 *     (1 GiB at most, unless the lanes are asked for), LZMA2's 100 MB and, unless the profile is
 *     {@link Profile#FROZEN}, one mixer: a table of 256 MiB or less and up to 160 MB more. Blocks
 *     under 64 KiB may grow incompressible data by more than 0.1 %
 * @param threads how many threads advance lanes, at least 1
 * @param lanes runs that a segment is cut into, at most {@link #MAX_LANES}; 0 lets its layout and
 *     length decide
 * @param profile the arithmetic of the probabilities
 * @param level how much time is spent, 1 to 9, see {@link #withLevel}; it fits the profile
 * @param raw what the whole input is, if that is known from elsewhere; else it is found out
 * @param progress told about progress
 */
public record CompressOptions(
    int blockSize,
    int threads,
    int lanes,
    Profile profile,
    int level,
    Optional<Format> raw,
    Progress.Listener progress) {
  /** The smallest block that may be asked for: 4 KiB. */
  public static final int MIN_BLOCK = 1 << 12;

  /** The largest block, of the original or of its segments together: 64 MiB. */
  public static final int MAX_BLOCK = 1 << 26;

  /** The most lanes of a segment. */
  public static final int MAX_LANES = 256;

  /** Blocks of 16 MiB, one thread, lanes by rule, the profile that mixes. */
  public static final CompressOptions DEFAULTS =
      new CompressOptions(1 << 24, 1, 0, Profile.MIXED, 6, Optional.empty(), progress -> {});

  /** What turns a model's output into probabilities. */
  public enum Profile {
    /**
     * The transformer's probabilities as they are; nothing adapts to the file but the layout's
     * centre.
     */
    FROZEN,
    /** The transformer together with models that learn from the file. */
    MIXED,
    /** Models that learn from the file alone, without a transformer. */
    ADAPTIVE
  }

  /** Checks the ranges. */
  public CompressOptions {
    if (blockSize < MIN_BLOCK || blockSize > MAX_BLOCK) {
      throw new IllegalArgumentException("block size " + blockSize + " is not in 4 KiB to 64 MiB");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be 1 or more: " + threads);
    }
    if (lanes < 0 || lanes > MAX_LANES) {
      throw new IllegalArgumentException("lanes must be 0 to " + MAX_LANES + ": " + lanes);
    }
    if (profile != Level.of(level).profile()
        && !(profile == Profile.FROZEN && level == Level.DEFAULT)) {
      throw new IllegalArgumentException("level " + level + " is not " + profile);
    }
  }

  /** The same with another block size. */
  public CompressOptions withBlockSize(int value) {
    return new CompressOptions(value, threads, lanes, profile, level, raw, progress);
  }

  /** The same with another number of threads. */
  public CompressOptions withThreads(int value) {
    return new CompressOptions(blockSize, value, lanes, profile, level, raw, progress);
  }

  /** The same with another number of lanes. */
  public CompressOptions withLanes(int value) {
    return new CompressOptions(blockSize, threads, value, profile, level, raw, progress);
  }

  /** The same with another profile, at the level that it has by itself. */
  public CompressOptions withProfile(Profile value) {
    int itsLevel = value == Profile.ADAPTIVE ? Level.ADAPTIVE : Level.DEFAULT;
    return new CompressOptions(blockSize, threads, lanes, value, itsLevel, raw, progress);
  }

  /**
   * The same at another level, and with the level's profile: {@link Profile#ADAPTIVE} up to 4, with
   * fewer models up to 3; {@link Profile#MIXED} from 5 on, where 5 has the transformer only where
   * it helps much, and those beyond 6 have longer lanes and try more.
   *
   * @param value 1 to 9
   */
  public CompressOptions withLevel(int value) {
    return new CompressOptions(
        blockSize, threads, lanes, Level.of(value).profile(), value, raw, progress);
  }

  /** The same for input that is all of this format, without a header. */
  public CompressOptions withRaw(Format value) {
    return new CompressOptions(
        blockSize, threads, lanes, profile, level, Optional.of(value), progress);
  }

  /** The same with another listener. */
  public CompressOptions withProgress(Progress.Listener value) {
    return new CompressOptions(blockSize, threads, lanes, profile, level, raw, value);
  }
}
