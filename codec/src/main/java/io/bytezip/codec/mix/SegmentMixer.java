package io.bytezip.codec.mix;

import io.bytezip.modalities.Evidence;
import java.util.Map;

/**
 * Predicts the coded bytes of a segment bit by bit from all experts, and learns as it goes. Its
 * state belongs to the segment: lanes take turns in coding order.
 *
 * <p>For each byte: {@link #begin}, then eight times {@link #one} and {@link #learn}.
 * Single-threaded.
 */
public interface SegmentMixer {
  /**
   * The mixer for what the layout gives.
   *
   * @param shape what the layout gives for this effort
   * @param starts where each lane's run begins in the segment's coded bytes, in the order of lanes
   * @param length of all runs
   * @param withPrior whether there is a transformer; only with {@link Effort#FULL}
   * @param options what the archive says
   * @param learned what it begins with
   */
  static SegmentMixer open(
      Evidence.Shape shape,
      int[] starts,
      int length,
      boolean withPrior,
      MixerOptions options,
      MixerStart learned) {
    if (options.effort() != Effort.FULL) {
      return shape.distributions() > 0
          ? new LightValueMixer(shape, length, options)
          : new LightMixer(starts, length, options);
    }
    if (shape.focused()) {
      return new PixelMixer(shape, length, withPrior, options, learned);
    }
    return shape.distributions() > 0
        ? new WaveMixer(shape, starts.length, length, withPrior, options, learned)
        : new ByteMixer(shape, starts, length, withPrior, options, learned);
  }

  /** How many numbers each part of a learned start has. */
  static Map<MixerPart, Integer> parts(Evidence.Shape shape, boolean withPrior) {
    if (shape.focused()) {
      return PixelMixer.parts(shape, withPrior);
    }
    return shape.distributions() > 0 ? WaveMixer.parts(shape) : ByteMixer.parts(shape, withPrior);
  }

  /**
   * A byte of a lane begins.
   *
   * @param lane whose turn it is
   * @param evidence what the layout knows of the byte
   * @param sums of the transformer's weights over the subtrees of the coded byte, node 1 the root;
   *     {@code null} without one
   */
  void begin(int lane, Evidence evidence, int[] sums);

  /** The probability of a 1, greater than 0 and less than 1. */
  float one();

  /** Learns the bit that was predicted last. */
  void learn(int bit);

  /** Tells all numbers of which a learned start has one; those of less than full effort none. */
  default void report(Experience experience) {}
}
