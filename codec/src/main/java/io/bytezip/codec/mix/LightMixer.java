package io.bytezip.codec.mix;

import io.bytezip.modalities.Evidence;
import java.util.Arrays;

/**
 * The mixer of bytes for speed, after Mahoney's lpaq: bit histories in hashed contexts of the last
 * bytes, which are found once a nibble, what they have meant so far, matches, a few weight sets,
 * and one or two probability maps. It looks at the bytes themselves and asks no layout for
 * evidence.
 *
 * <p>Memory: a byte for each byte of the segment, a table of at most 2^memory bytes, that of one or
 * two {@link MatchExpert}s, 1 MB of weights, and at most 18 MB of probability maps, by what occurs.
 */
final class LightMixer implements SegmentMixer {
  /** A slot: a checksum, then a cell for each of a nibble's 15 nodes. */
  private static final int SLOT = 16;

  private static final int MULTIPLIER = 0x2F0B4C47;
  private static final float RATE = 0.004f;
  private static final float EARLY = 0.02f;
  private static final float START = 0.3f;
  private static final int[] SET_SIZES = {256, (MatchExpert.LEVELS + 1) * 8, 16 * 8, 2048};

  private final byte[] history;
  private final Lane[] lanes;
  private final Text[] texts;
  private final int contexts;
  private final boolean confidence;
  private final byte[] table;
  private final int mask;
  private final byte[] byNothing = new byte[256];
  private final int[] hashes;
  private final int[] slots;
  private final int[] cells;
  private final int[] maps;
  private final int[] mapAt;
  private final MatchExpert[] matches;
  private final int selectors;
  private final LightWeights weights;
  private final float[] x;
  private final Apm byNode;

  /** {@code null} at the lightest effort. */
  private final Apm byContext;

  private Lane lane;
  private int node;
  private int previous;

  /** What the contexts of a lane are made of. */
  private static final class Text {
    private long last;
    private int word;
    private int wordBefore;
    private int position;

    void accept(int octet) {
      last = last << 8 | octet;
      position++;
      int lower = octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
      if (lower >= 'a' && lower <= 'z' || lower >= 128) {
        word = (word + lower + 1) * MULTIPLIER;
      } else if (word != 0) {
        wordBefore = word;
        word = 0;
      }
    }

    /** As many as {@link LightMixer#contexts(Effort)}. */
    void write(int[] hashes) {
      hashes[0] = hash(1, last << 56);
      hashes[1] = hash(2, last << 48);
      hashes[2] = hash(3, last << 40);
      hashes[3] = hash(4, last << 32);
      if (hashes.length > 4) {
        hashes[4] = hash(5, last << 16);
        hashes[5] = hash(6, (long) word << 8 | last & 255);
        hashes[6] = hash(7, last << 24);
        hashes[7] = hash(8, (long) word << 32 | wordBefore & 0xFFFFFFFFL);
      }
      if (hashes.length > 8) {
        hashes[8] = hash(9, last & 0xFFFF00);
        hashes[9] = hash(10, last & 0xFF000000L | position & 3);
      }
    }

    private static int hash(int context, long value) {
      long h = (value + context) * 0x9E3779B97F4A7C15L;
      h ^= h >>> 29;
      h *= 0xBF58476D1CE4E5B9L;
      return (int) (h >>> 32);
    }
  }

  /**
   * @param starts where each lane's run begins in the segment's coded bytes, in the order of lanes
   * @param length of all runs
   * @param options what the archive says
   */
  LightMixer(int[] starts, int length, MixerOptions options) {
    Effort effort = options.effort();
    history = new byte[length];
    lanes = new Lane[starts.length];
    texts = new Text[starts.length];
    for (int i = 0; i < starts.length; i++) {
      lanes[i] = new Lane(i, starts[i]);
      texts[i] = new Text();
    }
    contexts = contexts(effort);
    confidence = effort == Effort.STRONG;
    selectors = effort == Effort.LIGHT ? 1 : effort == Effort.MEDIUM ? 2 : 4;
    int bits = Math.clamp(32 - Integer.numberOfLeadingZeros(Math.max(1, length)), 10, 22);
    // 512 bytes a byte are room for 32 new slots.
    int tableBits = Math.min(bits + 9, options.memory());
    table = new byte[1 << tableBits];
    mask = (1 << tableBits) - 1 & -SLOT;
    hashes = new int[contexts];
    slots = new int[contexts];
    cells = new int[contexts];
    maps = new int[(contexts + 1) * 256];
    mapAt = new int[contexts + 1];
    for (int i = 0; i < maps.length; i++) {
      maps[i] = StateEntry.ofHistory(i & 255);
    }
    int[] lengths = effort == Effort.LIGHT ? new int[] {7} : new int[] {12, 5};
    matches = new MatchExpert[lengths.length];
    for (int i = 0; i < lengths.length; i++) {
      matches[i] = new MatchExpert(history, starts.length, lengths[i], bits);
    }
    int matchesAt = (contexts + 1) * (confidence ? 2 : 1);
    int used = matchesAt + matches.length * MatchExpert.INPUTS;
    float[] start = new float[used];
    Arrays.fill(start, 0, contexts + 1, START);
    for (int i = matchesAt; i < used; i += MatchExpert.INPUTS) {
      start[i] = START;
    }
    weights = new LightWeights(start, Arrays.copyOf(SET_SIZES, selectors), RATE, EARLY);
    x = weights.inputs();
    byNode = new Apm(1 << 16, 0.02f);
    byContext = effort == Effort.LIGHT ? null : new Apm(1 << 16, 0.02f);
  }

  private static int contexts(Effort effort) {
    return switch (effort) {
      case LIGHT -> 4;
      case MEDIUM -> 8;
      default -> 10;
    };
  }

  @Override
  public void begin(int laneIndex, Evidence evidence, int[] sums) {
    lane = lanes[laneIndex];
    Text text = texts[laneIndex];
    node = 1;
    previous = 0;
    if (lane.position > lane.start) {
      previous = history[lane.position - 1] & 255;
      text.accept(previous);
    }
    for (MatchExpert match : matches) {
      match.begin(lane);
    }
    text.write(hashes);
    find(0);
  }

  private void find(int nibble) {
    for (int i = 0; i < contexts; i++) {
      int hash = (hashes[i] + nibble * 0x3C6EF372) * 0x9E3779B1;
      slots[i] = slot(hash ^ hash >>> 16);
    }
  }

  private int slot(int hash) {
    int check = Math.max(1, hash & 255);
    int at = hash * 0x2545F491 >>> 4;
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      int slot = (at ^ i << 4) & mask;
      int head = table[slot] & 255;
      if (head == check) {
        return slot;
      }
      int priority = head == 0 ? -1 : table[slot + 1] & 255;
      if (priority < least) {
        least = priority;
        best = slot;
      }
    }
    table[best] = (byte) check;
    Arrays.fill(table, best + 1, best + SLOT, (byte) 0);
    return best;
  }

  @Override
  public float one() {
    int depth = 31 - Integer.numberOfLeadingZeros(node);
    int local = node;
    if (depth >= 4) {
      if (depth == 4) {
        find(node);
      }
      local = 1 << depth - 4 | node & (1 << depth - 4) - 1;
    }
    int seen = 0;
    for (int i = 0; i < contexts; i++) {
      int c = slots[i] + local;
      cells[i] = c;
      int state = table[c] & 255;
      seen += state == 0 ? 0 : 1;
      input(i, state);
    }
    input(contexts, byNothing[node] & 255);
    int at = (contexts + 1) * (confidence ? 2 : 1);
    int level = 0;
    for (MatchExpert match : matches) {
      match.predict(node, x, at);
      at += MatchExpert.INPUTS;
      level = level == 0 ? match.level() : level;
    }
    weights.select(0, node);
    if (selectors > 1) {
      weights.select(1, level * 8 + depth);
    }
    if (selectors > 2) {
      weights.select(2, seen * 8 + depth);
      weights.select(3, previous * 8 + depth);
    }
    float stretched = weights.mix();
    float mixed = Logistic.squash(stretched);
    float first = byNode.refine(previous << 8 | node, stretched);
    if (byContext == null) {
      return 0.5f * (mixed + first);
    }
    int hash = (hashes[1] ^ node * 0x9E3779B1) * 0x2545F491 >>> 16;
    float second = byContext.refine(hash, stretched);
    return 0.5f * mixed + 0.25f * (first + second);
  }

  private void input(int context, int state) {
    int at = context << 8 | state;
    mapAt[context] = at;
    int entry = maps[at];
    x[context] = state == 0 ? 0 : StateEntry.stretched(entry);
    if (confidence) {
      x[contexts + 1 + context] = state == 0 ? 0 : StateEntry.centred(entry);
    }
  }

  @Override
  public void learn(int bit) {
    weights.learn(bit);
    byNode.learn(bit);
    if (byContext != null) {
      byContext.learn(bit);
    }
    for (int at : mapAt) {
      maps[at] = StateEntry.learned(maps[at], bit);
    }
    for (int c : cells) {
      table[c] = (byte) BitHistory.next(table[c] & 255, bit);
    }
    byNothing[node] = (byte) BitHistory.next(byNothing[node] & 255, bit);
    for (MatchExpert match : matches) {
      match.learn(node, bit);
    }
    node = 2 * node + bit;
    if (node >= 256) {
      history[lane.position++] = (byte) node;
    }
  }
}
