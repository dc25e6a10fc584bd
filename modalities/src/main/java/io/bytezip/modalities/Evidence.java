package io.bytezip.modalities;

/**
 * What a live lane knows about the byte that is coded next, in numbers: the codec's adaptive
 * experts work with it. Filled by {@link LiveLane#evidence}; the sizes are those of the layout's
 * {@link Shape}.
 */
public final class Evidence {
  /**
   * How much evidence a layout gives.
   *
   * @param contexts hashed contexts
   * @param distributions real-valued predictions
   * @param selectorSizes the number of values of each selector
   * @param histogramSizes the number of contexts of each residual histogram; none where values are
   *     not 8-bit samples
   */
  public record Shape(int contexts, int distributions, int[] selectorSizes, int[] histogramSizes) {
    /** Without histograms. */
    public Shape(int contexts, int distributions, int[] selectorSizes) {
      this(contexts, distributions, selectorSizes, new int[0]);
    }

    /** Whether the values that are coded are 8-bit samples around a {@link Evidence#focus}. */
    public boolean focused() {
      return histogramSizes.length > 0;
    }
  }

  /**
   * Hashes of the contexts of this byte, well mixed in all 32 bits. Equal hashes mean equal
   * contexts; the context's number is part of its hash.
   */
  public final int[] contexts;

  /** Predictions of the value that is coded, in the value's unit. */
  public final float[] predictions;

  /** The mean absolute error to expect of each prediction, greater than 0. */
  public final float[] errors;

  /** Small numbers that choose the weights with which experts are mixed, each below its size. */
  public final int[] selectors;

  /** The context of each residual histogram, below its size. */
  public final int[] histograms;

  /** The value from which each histogram's residuals count, 0..255. */
  public final int[] centres;

  /** The best prediction of the value, with samples. */
  public float focus;

  /** The mean absolute error to expect of {@link #focus}, greater than 0. */
  public float spread = 1;

  /**
   * The coded byte c says that the value lies in low + c step up to, not including, low + (c + 1)
   * step. An 8-bit value has low -0.5 and step 1; the high byte of a 16-bit value has step 256.
   */
  public float low;

  /** See {@link #low}. */
  public float step = 1;

  /** What {@link #levels} is where nothing is said of the values in use. */
  public static final int NO_LEVELS = -1;

  /**
   * Whether the byte tells low bits of a sample as it is stored: 0 where it is the last one, 1
   * where one byte follows and more than this one came before, else {@link #NO_LEVELS}.
   */
  public int levels;

  /**
   * Of bytes that tell low bits: the sample, as it is stored, shifted right by 8 {@link #levels}
   * and rounded up, is base + c modulo 2^16; of 8-bit samples modulo 2^8.
   */
  public int base;

  /** All numbers zero. */
  public Evidence(Shape shape) {
    contexts = new int[shape.contexts()];
    predictions = new float[shape.distributions()];
    errors = new float[shape.distributions()];
    selectors = new int[shape.selectorSizes().length];
    histograms = new int[shape.histogramSizes().length];
    centres = new int[shape.histogramSizes().length];
  }
}
