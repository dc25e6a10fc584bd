package io.bytezip.engine;

import java.util.Arrays;

/**
 * Keys and values of one lane in one layer: a ring of {@code window} tokens for each key/value
 * head, kept in panels that {@link Kernel#multiply} reads as its right-hand side. Keys are
 * transposed (a panel holds 16 tokens, row i their component i), so that scores are vectorised over
 * tokens; values are not (a panel holds 16 components, row t those of token t). Grows by doubling,
 * so short lanes stay small.
 */
final class Cache {
  private static final int FIRST_CAPACITY = 64;

  private final int window;
  private final int heads;
  private final int headWidth;
  private final int valueWidth;
  private int capacity;
  private float[][] keys;
  private float[][] values;

  Cache(int window, int heads, int headWidth) {
    this.window = window;
    this.heads = heads;
    this.headWidth = headWidth;
    this.valueWidth = Kernel.padded(headWidth);
    this.capacity = Math.min(Kernel.padded(window), FIRST_CAPACITY);
    this.keys = new float[heads][capacity * headWidth];
    this.values = new float[heads][capacity * valueWidth];
  }

  /** Bytes of a full cache. */
  static long bytes(int window, int heads, int headWidth) {
    return 4L * Kernel.padded(window) * heads * (headWidth + Kernel.padded(headWidth));
  }

  /** Stores the token at a position; it replaces the one {@code window} positions earlier. */
  void put(long position, float[] source, int keyOffset, int valueOffset) {
    int slot = (int) (position % window);
    if (slot >= capacity) {
      grow();
    }
    for (int head = 0; head < heads; head++) {
      float[] key = keys[head];
      int to = slot / Kernel.PANEL * Kernel.PANEL * headWidth + slot % Kernel.PANEL;
      int from = keyOffset + head * valueWidth;
      for (int i = 0; i < headWidth; i++) {
        key[to + i * Kernel.PANEL] = source[from + i];
      }
      for (int i = 0; i < valueWidth; i += Kernel.PANEL) {
        System.arraycopy(
            source,
            valueOffset + head * valueWidth + i,
            values[head],
            i * capacity + slot * Kernel.PANEL,
            Kernel.PANEL);
      }
    }
  }

  private void grow() {
    int larger = Math.min(Kernel.padded(window), 2 * capacity);
    for (int head = 0; head < heads; head++) {
      keys[head] = Arrays.copyOf(keys[head], larger * headWidth);
      float[] wider = new float[larger * valueWidth];
      for (int i = 0; i < valueWidth; i += Kernel.PANEL) {
        System.arraycopy(values[head], i * capacity, wider, i * larger, capacity * Kernel.PANEL);
      }
      values[head] = wider;
    }
    capacity = larger;
  }

  /** Scratch space for the attention of one lane, {@code group} query heads at a time. */
  static final class Scratch {
    private final int stride;
    private final float[] scores;
    private final float[] totals;
    private final float[] partial = new float[Kernel.PANEL];

    Scratch(int group, int largestWindow) {
      stride = Kernel.padded(largestWindow);
      scores = new float[group * stride];
      totals = new float[group];
    }
  }

  /**
   * Attention of {@code group} query heads, which lie one after another (padded to whole panels,
   * like the results), over the first {@code count} slots of a key/value head.
   */
  void attend(
      Kernel kernel,
      int head,
      int group,
      int count,
      float scale,
      float[] query,
      int queryOffset,
      float[] out,
      int outOffset,
      Scratch scratch) {
    float[] scores = scratch.scores;
    int stride = scratch.stride;
    kernel.multiply(
        group,
        headWidth,
        query,
        queryOffset,
        valueWidth,
        keys[head],
        0,
        headWidth * Kernel.PANEL,
        Kernel.padded(count) / Kernel.PANEL,
        scores,
        0,
        stride);
    for (int row = 0; row < group; row++) {
      scratch.totals[row] = kernel.softmax(scores, row * stride, count, scale, scratch.partial);
    }
    kernel.multiply(
        group,
        count,
        scores,
        0,
        stride,
        values[head],
        0,
        capacity * Kernel.PANEL,
        valueWidth / Kernel.PANEL,
        out,
        outOffset,
        valueWidth);
    for (int row = 0; row < group; row++) {
      float factor = 1f / scratch.totals[row];
      int first = outOffset + row * valueWidth;
      for (int i = first; i < first + valueWidth; i++) {
        out[i] *= factor;
      }
    }
  }
}
