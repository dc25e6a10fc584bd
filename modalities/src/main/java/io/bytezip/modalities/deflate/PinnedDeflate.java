package io.bytezip.modalities.deflate;

import io.bytezip.modalities.deflate.DeflateSettings.Strategy;

/**
 * A deflate whose output never changes: for each setting the stream that zlib 1.2 and 1.3 make of a
 * buffer in one go. The stream is determined by which earlier strings are looked at, in what order,
 * and by how ties are broken; those rules are zlib's behaviour. Positions are absolute, since all
 * of the input is in memory; where zlib's sliding window shows (its first byte is never matched,
 * and a block that began before it can't be stored), it is followed.
 *
 * <p>Inputs exist that take zlib milliseconds a byte. Here the search ends early, with another
 * stream than zlib's, once an input has taken far more steps than pictures do.
 *
 * <p>Memory: at most 0.8 MiB beside the input.
 */
final class PinnedDeflate {
  private static final int MIN_MATCH = 3;
  private static final int MAX_MATCH = 258;
  private static final int MIN_LOOKAHEAD = MAX_MATCH + MIN_MATCH + 1;

  /** Matches of three bytes from farther away cost more than literals. */
  private static final int FAR = 4096;

  private static final long MAX_STEPS = 1L << 24;
  private static final long MAX_STEPS_PER_BYTE = 2048;

  /** The effort of a level. */
  private record Effort(int good, int lazy, int nice, int chain) {}

  private static final Effort[] EFFORTS = {
    new Effort(4, 4, 8, 4),
    new Effort(4, 5, 16, 8),
    new Effort(4, 6, 32, 32),
    new Effort(4, 4, 16, 16),
    new Effort(8, 16, 32, 32),
    new Effort(8, 16, 128, 128),
    new Effort(8, 32, 128, 256),
    new Effort(32, 128, 258, 1024),
    new Effort(32, 258, 258, 4096),
  };

  private final DeflateSettings settings;
  private final Effort effort;
  private final byte[] data;
  private final int length;
  private final int windowSize;
  private final int maxDistance;
  private final int hashMask;
  private final int hashShift;
  private final int[] head;
  private final int[] previous;
  private final DeflateBlock block;

  /** Strings and bytes compared so far, and how many are enough. */
  private long steps;

  private final long maxSteps;

  private int position;
  private int blockStart;

  /** Where the window begins and where its filled part ends. */
  private int windowStart;

  private int windowEnd;

  /** Where the last match that {@link #longestMatch} found begins. */
  private int matchStart;

  private PinnedDeflate(DeflateSettings settings, byte[] data, int length, DeflateSink sink) {
    this.settings = settings;
    this.data = data;
    this.length = length;
    effort = EFFORTS[settings.level() - 1];
    windowSize = 1 << settings.windowBits();
    maxDistance = windowSize - MIN_LOOKAHEAD;
    int hashBits = settings.memLevel() + 7;
    hashMask = (1 << hashBits) - 1;
    hashShift = (hashBits + MIN_MATCH - 1) / MIN_MATCH;
    head = new int[1 << hashBits];
    previous = new int[windowSize];
    // A short input never fills a block.
    block = new DeflateBlock(Math.min((1 << settings.memLevel() + 6) - 1, length + 1), sink);
    maxSteps = MAX_STEPS + MAX_STEPS_PER_BYTE * length;
  }

  /**
   * Deflates the first {@code length} bytes of {@code data} into a raw stream (no zlib header, no
   * checksum).
   *
   * @return whether the sink took all of it
   */
  static boolean deflate(DeflateSettings settings, byte[] data, int length, DeflateSink sink) {
    PinnedDeflate deflate = new PinnedDeflate(settings, data, length, sink);
    boolean going =
        switch (settings.strategy()) {
          case HUFFMAN_ONLY -> deflate.literals();
          case RLE -> deflate.runs();
          case DEFAULT, FILTERED -> settings.level() < 4 ? deflate.greedy() : deflate.lazy();
        };
    return going && deflate.endBlock(true);
  }

  private boolean literals() {
    while (position < length) {
      slide(1);
      boolean full = block.literal(data[position++]);
      if (full && !endBlock(false)) {
        return false;
      }
    }
    return true;
  }

  private boolean runs() {
    while (position < length) {
      slide(MAX_MATCH + 1);
      int run = 0;
      if (position > 0 && length - position >= MIN_MATCH) {
        run = commonLength(position - 1, position, Math.min(MAX_MATCH, length - position));
      }
      boolean full;
      if (run >= MIN_MATCH) {
        full = block.match(1, run);
        position += run;
      } else {
        full = block.literal(data[position++]);
      }
      if (full && !endBlock(false)) {
        return false;
      }
    }
    return true;
  }

  /** Takes the first good match. */
  private boolean greedy() {
    while (position < length) {
      slide(MIN_LOOKAHEAD);
      int candidate = insert(position);
      int match = 0;
      if (candidate != 0 && position - candidate <= maxDistance) {
        match = longestMatch(candidate, MIN_MATCH - 1);
      }
      boolean full;
      if (match >= MIN_MATCH) {
        full = block.match(position - matchStart, match);
        int end = position + match;
        if (match <= effort.lazy && length - end >= MIN_MATCH) {
          for (position++; position < end; position++) {
            insert(position);
          }
        }
        position = end;
      } else {
        full = block.literal(data[position++]);
      }
      if (full && !endBlock(false)) {
        return false;
      }
    }
    return true;
  }

  /** Takes a match only if the next position has no longer one. */
  private boolean lazy() {
    int match = MIN_MATCH - 1;
    boolean pending = false;
    while (position < length) {
      slide(MIN_LOOKAHEAD);
      int candidate = insert(position);
      int earlier = match;
      int earlierStart = matchStart;
      match = MIN_MATCH - 1;
      if (candidate != 0 && earlier < effort.lazy && position - candidate <= maxDistance) {
        match = longestMatch(candidate, earlier);
        if (match <= 5 && worthless(match)) {
          match = MIN_MATCH - 1;
        }
      }
      if (earlier >= MIN_MATCH && match <= earlier) {
        boolean full = block.match(position - 1 - earlierStart, earlier);
        int end = position - 1 + earlier;
        for (position++; position < end; position++) {
          insert(position);
        }
        pending = false;
        match = MIN_MATCH - 1;
        if (full && !endBlock(false)) {
          return false;
        }
      } else {
        boolean full = pending && block.literal(data[position - 1]);
        if (full && !endBlock(false)) {
          return false;
        }
        pending = true;
        position++;
      }
    }
    if (pending) {
      block.literal(data[position - 1]);
    }
    return true;
  }

  private boolean worthless(int match) {
    return settings.strategy() == Strategy.FILTERED
        || match == MIN_MATCH && position - matchStart > FAR;
  }

  /**
   * Looks along the chain of strings with the same hash for a match longer than {@code atLeast}; of
   * equal ones the nearest wins.
   *
   * @return its length; if there is none, {@code atLeast} or what is left of the input
   */
  private int longestMatch(int first, int atLeast) {
    int most = steps > maxSteps ? 1 : atLeast >= effort.good ? effort.chain >> 2 : effort.chain;
    int chain = most;
    int left = length - position;
    int nice = Math.min(effort.nice, left);
    int longest = Math.min(MAX_MATCH, left);
    int limit = Math.max(0, position - maxDistance);
    int best = atLeast;
    int candidate = first;
    do {
      if (best < longest
          && data[candidate + best] == data[position + best]
          && data[candidate] == data[position]) {
        int match = commonLength(candidate, position, longest);
        steps += match;
        if (match > best) {
          matchStart = candidate;
          best = match;
          if (match >= nice) {
            break;
          }
        }
      }
      candidate = previous[candidate & windowSize - 1];
    } while (candidate > limit && --chain != 0);
    steps += most - chain + 1;
    return Math.min(best, left);
  }

  private int commonLength(int a, int b, int most) {
    int common = 0;
    while (common < most && data[a + common] == data[b + common]) {
      common++;
    }
    return common;
  }

  /**
   * Puts the string at {@code at} at the head of its chain and returns what was there; 0 if there
   * is no such string.
   */
  private int insert(int at) {
    if (length - at < MIN_MATCH) {
      return 0;
    }
    int hash =
        ((data[at] & 255) << 2 * hashShift ^ (data[at + 1] & 255) << hashShift ^ data[at + 2] & 255)
            & hashMask;
    int earlier = head[hash];
    previous[at & windowSize - 1] = earlier;
    head[hash] = at;
    return earlier;
  }

  /** Moves the window as zlib does when fewer than {@code lookahead} bytes of it are left. */
  private void slide(int lookahead) {
    if (windowEnd - position >= lookahead) {
      return;
    }
    while (windowEnd - position < MIN_LOOKAHEAD && windowEnd < length) {
      if (position - windowStart >= windowSize + maxDistance) {
        windowStart += windowSize;
      }
      windowEnd = (int) Math.min(length, windowStart + 2L * windowSize);
    }
  }

  private boolean endBlock(boolean last) {
    int start = blockStart;
    blockStart = position;
    return block.end(data, start, position - start, start >= windowStart, last);
  }
}
