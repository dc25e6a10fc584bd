package io.bytezip.train.data;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The order in which one modality's windows are seen: a pure function of the seed, the windows'
 * length and the shards' sizes. What it keeps between calls is only a memory of the last pool.
 *
 * <p>In epoch e the shards are sorted by {@code mix(seed * G + e * D + index + 1)} and taken in
 * pools of {@value #POOL}; a pool's windows, numbered through its shards, are sorted by {@code
 * mix(key of the pool's first shard + number * G + 1)}. Keys compare as unsigned numbers, and equal
 * ones keep their order. A shard of at least two lengths is cut from {@code mix(seed + e + 7) mod
 * length} on, any other from its start; every shard has at least one window, which then ends early.
 */
final class WindowOrder {
  /** A window: of which shard, and its first symbol there. */
  record Place(int shard, int start) {}

  static final int POOL = 4;
  private static final long G = 0x9E3779B97F4A7C15L;
  private static final long D = 0xD1B54A32D192ED03L;

  private final long seed;
  private final int length;
  private final int[] symbols;

  private long epoch;
  private long epochStart;
  private long[] keys;
  private int[] shards;
  private int pool = -1;
  private int[] windows;

  /**
   * @param symbols of each shard, at least 1
   */
  WindowOrder(long seed, int length, int[] symbols) {
    this.seed = seed;
    this.length = length;
    this.symbols = symbols.clone();
    enter(0, 0);
  }

  /** SplitMix64's finaliser. */
  static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The {@code n}-th window, from 0. */
  Place place(long n) {
    if (n < epochStart) {
      enter(0, 0);
    }
    for (long count = windows(epoch); n >= epochStart + count; count = windows(epoch)) {
      enter(epoch + 1, epochStart + count);
    }
    long at = n - epochStart;
    for (int p = 0; ; p++) {
      int count = poolWindows(p);
      if (at < count) {
        return place(p, (int) at);
      }
      at -= count;
    }
  }

  /** The shards of the pool that holds the window of the last call. */
  Set<Integer> pool() {
    Set<Integer> set = new HashSet<>();
    for (int i = POOL * pool; i < Math.min(shards.length, POOL * (pool + 1)); i++) {
      set.add(shards[i]);
    }
    return set;
  }

  /** Windows of an epoch. */
  long windows(long ofEpoch) {
    long sum = 0;
    for (int count : symbols) {
      sum += windows(ofEpoch, count);
    }
    return sum;
  }

  private void enter(long newEpoch, long start) {
    epoch = newEpoch;
    epochStart = start;
    pool = -1;
    keys = new long[symbols.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = mix(seed * G + epoch * D + i + 1);
    }
    shards = sorted(keys);
  }

  private Place place(int p, int at) {
    if (p != pool) {
      long first = keys[shards[POOL * p]];
      long[] order = new long[poolWindows(p)];
      for (int w = 0; w < order.length; w++) {
        order[w] = mix(first + w * G + 1);
      }
      windows = sorted(order);
      pool = p;
    }
    int window = windows[at];
    for (int i = POOL * p; ; i++) {
      int shard = shards[i];
      int count = windows(epoch, symbols[shard]);
      if (window < count) {
        return new Place(shard, offset(epoch, symbols[shard]) + window * length);
      }
      window -= count;
    }
  }

  private int poolWindows(int p) {
    int sum = 0;
    for (int i = POOL * p; i < Math.min(shards.length, POOL * (p + 1)); i++) {
      sum += windows(epoch, symbols[shards[i]]);
    }
    return sum;
  }

  private int windows(long ofEpoch, int count) {
    return Math.max(1, (count - offset(ofEpoch, count)) / length);
  }

  private int offset(long ofEpoch, int count) {
    return count / 2 >= length ? (int) Long.remainderUnsigned(mix(seed + ofEpoch + 7), length) : 0;
  }

  /** The indices in the order of their keys. */
  private static int[] sorted(long[] keys) {
    return IntStream.range(0, keys.length)
        .boxed()
        .sorted(Comparator.comparing(i -> keys[i], Long::compareUnsigned))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
