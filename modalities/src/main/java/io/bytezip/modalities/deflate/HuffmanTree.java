package io.bytezip.modalities.deflate;

import java.util.Arrays;

/**
 * Code lengths for counts, with the ties broken as zlib breaks them: of equally frequent nodes the
 * shallower is merged first, and the order otherwise is that of a binary heap filled in the order
 * of the symbols. At least two symbols get a code.
 */
final class HuffmanTree {
  private final int[] counts;
  private final int[] lengths;
  private int lastUsed = -1;

  private final int[] heap;
  private int heapSize;
  private final int[] frequency;
  private final int[] depth;

  /** At most {@code longest} bits a code; more than 2^longest symbols are not possible. */
  HuffmanTree(int[] symbolCounts, int longest) {
    int symbols = symbolCounts.length;
    counts = symbolCounts.clone();
    lengths = new int[symbols];
    heap = new int[symbols + 2];
    frequency = Arrays.copyOf(counts, 2 * symbols);
    depth = new int[2 * symbols];
    for (int i = 0; i < symbols; i++) {
      if (counts[i] != 0) {
        heap[++heapSize] = i;
        lastUsed = i;
      }
    }
    while (heapSize < 2) {
      int filler = lastUsed < 2 ? ++lastUsed : 0;
      heap[++heapSize] = filler;
      frequency[filler] = 1;
    }
    build(longest);
  }

  /** The length of each symbol's code; 0 if it has none. */
  int[] lengths() {
    return lengths;
  }

  /** The lengths up to the last symbol that has a code. */
  int[] usedLengths() {
    return Arrays.copyOf(lengths, lastUsed + 1);
  }

  /**
   * What all the counted symbols cost under some code; symbols that are only there to make two cost
   * nothing.
   */
  long bits(int[] codeLengths) {
    long bits = 0;
    for (int i = 0; i < counts.length; i++) {
      bits += (long) counts[i] * codeLengths[i];
    }
    return bits;
  }

  private void build(int longest) {
    for (int i = heapSize / 2; i >= 1; i--) {
      sink(i);
    }
    int symbols = counts.length;
    int[] order = new int[2 * symbols];
    int ordered = 0;
    int[] parent = new int[2 * symbols];
    int node = symbols;
    while (heapSize >= 2) {
      int first = heap[1];
      heap[1] = heap[heapSize--];
      sink(1);
      int second = heap[1];
      order[ordered++] = first;
      order[ordered++] = second;
      frequency[node] = frequency[first] + frequency[second];
      depth[node] = Math.max(depth[first], depth[second]) + 1;
      parent[first] = node;
      parent[second] = node;
      heap[1] = node++;
      sink(1);
    }
    assignLengths(order, ordered, parent, node - 1, longest);
  }

  private void assignLengths(int[] order, int ordered, int[] parent, int root, int longest) {
    int symbols = counts.length;
    int[] level = new int[root + 1];
    int[] perLength = new int[longest + 1];
    int overflow = 0;
    for (int i = ordered - 1; i >= 0; i--) {
      int node = order[i];
      int length = level[parent[node]] + 1;
      if (length > longest) {
        length = longest;
        overflow++;
      }
      level[node] = length;
      if (node < symbols) {
        lengths[node] = length;
        perLength[length]++;
      }
    }
    if (overflow == 0) {
      return;
    }
    for (; overflow > 0; overflow -= 2) {
      int length = longest - 1;
      while (perLength[length] == 0) {
        length--;
      }
      perLength[length]--;
      perLength[length + 1] += 2;
      perLength[longest]--;
    }
    // The rarest symbols, in the order in which they were merged, get the longest codes.
    int next = 0;
    for (int length = longest; length > 0; length--) {
      for (int left = perLength[length]; left > 0; ) {
        int node = order[next++];
        if (node < symbols) {
          lengths[node] = length;
          left--;
        }
      }
    }
  }

  private void sink(int start) {
    int value = heap[start];
    int hole = start;
    int child = 2 * hole;
    while (child <= heapSize) {
      if (child < heapSize && before(heap[child + 1], heap[child])) {
        child++;
      }
      if (before(value, heap[child])) {
        break;
      }
      heap[hole] = heap[child];
      hole = child;
      child *= 2;
    }
    heap[hole] = value;
  }

  private boolean before(int a, int b) {
    return frequency[a] < frequency[b] || frequency[a] == frequency[b] && depth[a] <= depth[b];
  }
}
