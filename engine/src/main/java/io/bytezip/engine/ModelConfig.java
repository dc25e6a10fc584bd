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
  public record LayoutInputs(String id, int version, List<Integer> contextSizes) {}

  /**
   * A hashed table over the last {@code order} symbols.
   *
   * @param order how many symbols, 2 to 8
   * @param rows rows of the table, a power of two
   * @param width columns of the table
   */
  public record Ngram(int order, int rows, int width) {}
}
