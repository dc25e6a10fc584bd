package io.bytezip.engine;

import java.util.List;

/**
 * The shape of a decoder-only byte-level transformer; the paper's vanilla model and the production
 * models are two values of it.
 *
 * <p>Input of position t, summed: {@code embed.weight[symbol t-1]} (row 256 at the lane's start), a
 * row of {@code layouts.ID.weight} for each context input of the segment's layout, the hashed
 * n-gram embeddings, and, with {@link Positions#SINUSOIDAL}, the position's vector. Output: logits
 * of symbol t.
 *
 * @param width hidden size d of the residual stream
 * @param heads query heads
 * @param kvHeads key/value heads; 1 is MQA, {@code heads} is MHA; divides {@code heads}
 * @param headWidth size of one head; even
 * @param hidden hidden size of the SwiGLU MLP
 * @param windows attention window of each layer, in positions, the current one included; its length
 *     is the number of layers
 * @param norm kind of normalisation
 * @param preNorm whether the norm stands before each sublayer (with a final norm) or after each
 *     residual sum (without)
 * @param normEpsilon added to the variance (mean square) under the root
 * @param positions how positions enter
 * @param ropeBase base of the rotary frequencies, and of the sinusoidal ones
 * @param stride with absolute (sinusoidal) positions: when the window (the largest of {@code
 *     windows}) is full, it restarts and re-reads its last window - stride symbols; 0 otherwise
 * @param layouts the layouts that the model reads, each with its context inputs
 * @param ngrams hashed n-gram embedding tables, possibly none
 * @param ngramOutput whether the n-gram embeddings also feed the output (added after the final
 *     norm)
 */
public record ModelConfig(
    int width,
    int heads,
    int kvHeads,
    int headWidth,
    int hidden,
    List<Integer> windows,
    Norm norm,
    boolean preNorm,
    float normEpsilon,
    Positions positions,
    double ropeBase,
    int stride,
    List<LayoutInputs> layouts,
    List<Ngram> ngrams,
    boolean ngramOutput) {

  /**
   * @throws IllegalArgumentException if a value is out of its range; the message names it
   */
  public ModelConfig {
    windows = List.copyOf(windows);
    layouts = List.copyOf(layouts);
    ngrams = List.copyOf(ngrams);
    require(width >= 1 && width <= 1 << 14, "width", width);
    require(heads >= 1 && heads <= 1 << 10, "heads", heads);
    require(kvHeads >= 1 && heads % Math.max(1, kvHeads) == 0, "kvHeads", kvHeads);
    require(headWidth >= 2 && headWidth <= 1 << 12 && headWidth % 2 == 0, "headWidth", headWidth);
    require(hidden >= 1 && hidden <= 1 << 16, "hidden", hidden);
    require(!windows.isEmpty() && windows.size() <= 1 << 10, "number of windows", windows.size());
    for (int window : windows) {
      require(window >= 1 && window <= 1 << 20, "window", window);
    }
    long scores = (long) (heads / kvHeads) * largest(windows);
    require(scores <= 1 << 22, "query heads of a key/value head times window", scores);
    require(normEpsilon > 0f && normEpsilon < 1f, "normEpsilon", normEpsilon);
    require(ropeBase > 1 && ropeBase < 1e12, "ropeBase", ropeBase);
    if (positions == Positions.SINUSOIDAL) {
      require(width % 2 == 0, "width with sinusoidal positions", width);
      require(
          stride >= 1 && stride <= largest(windows), "stride with sinusoidal positions", stride);
    } else {
      require(stride == 0, "stride without absolute positions", stride);
    }
    require(
        layouts.stream().map(LayoutInputs::id).distinct().count() == layouts.size(),
        "layouts, two of one id",
        layouts);
  }

  /** The largest of the layers' windows. */
  public int largestWindow() {
    return largest(windows);
  }

  private static int largest(List<Integer> windows) {
    return windows.stream().mapToInt(Integer::intValue).max().orElseThrow();
  }

  private static void require(boolean holds, String name, Object value) {
    if (!holds) {
      throw new IllegalArgumentException("model configuration: " + name + " " + value);
    }
  }

  /** Root mean square norm with a weight, or layer norm with weight and bias. */
  public enum Norm {
    RMS,
    LAYER
  }

  /** Rotary, absolute sinusoidal, or none. */
  public enum Positions {
    ROPE,
    SINUSOIDAL,
    NONE
  }

  /**
   * A layout that the model reads.
   *
   * @param id the layout's id
   * @param version the layout's version
   * @param contextSizes number of values of each context input; their rows follow one another in
   *     {@code layouts.ID.weight}
   */
  public record LayoutInputs(String id, int version, List<Integer> contextSizes) {
    /**
     * @throws IllegalArgumentException if a size is out of its range
     */
    public LayoutInputs {
      contextSizes = List.copyOf(contextSizes);
      require(contextSizes.size() <= 1 << 10, "number of context inputs", contextSizes.size());
      for (int size : contextSizes) {
        require(size >= 1 && size <= 1 << 16, "context size", size);
      }
    }
  }

  /**
   * A hashed table over the last {@code order} symbols.
   *
   * @param order how many symbols, 2 to 8
   * @param rows rows of the table, a power of two
   * @param width columns of the table
   */
  public record Ngram(int order, int rows, int width) {
    /**
     * @throws IllegalArgumentException if a value is out of its range
     */
    public Ngram {
      require(order >= 2 && order <= 8, "n-gram order", order);
      require(rows >= 2 && rows <= 1 << 24 && Integer.bitCount(rows) == 1, "n-gram rows", rows);
      require(width >= 1 && width <= 1 << 10, "n-gram width", width);
      require(
          (long) rows * width < Integer.MAX_VALUE, "n-gram rows times width", (long) rows * width);
    }
  }
}
