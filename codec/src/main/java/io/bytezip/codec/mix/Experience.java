package io.bytezip.codec.mix;

import io.bytezip.modalities.Layout;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * What mixers knew at the end of segments: of every number of a {@link MixerStart} the mean,
 * weighted by how often it was used. Not thread-safe. Memory: 16 bytes a number.
 */
public final class Experience {
  private final Map<MixerPart, double[]> sums = new EnumMap<>(MixerPart.class);
  private final Map<MixerPart, double[]> weights = new EnumMap<>(MixerPart.class);

  private final Map<MixerPart, Integer> sizes;

  /**
   * None yet.
   *
   * @param layout whose mixers they are
   * @param withPrior whether there is a transformer
   */
  public Experience(Layout layout, boolean withPrior) {
    sizes = SegmentMixer.parts(layout.evidence(), withPrior);
    sizes.forEach(
        (part, size) -> {
          sums.put(part, new double[size]);
          weights.put(part, new double[size]);
        });
  }

  /**
   * One mixer's number.
   *
   * @param value of probabilities not stretched
   * @param weight more than 0: what was hardly used counts a little, and says where it began
   */
  void add(MixerPart part, int index, double value, double weight) {
    sums.get(part)[index] += value * weight;
    weights.get(part)[index] += weight;
  }

  /** What a mixer has learned is added. */
  public void add(SegmentMixer mixer) {
    mixer.report(this);
  }

  /** Whether such mixers have such a part. */
  public boolean knows(MixerPart part) {
    return sizes.containsKey(part);
  }

  /**
   * Moves parts of a start towards the means; a part that it does not have becomes the means.
   *
   * @param step how far, up to 1
   */
  public MixerStart move(MixerStart start, Set<MixerPart> parts, double step) {
    MixerStart moved = start;
    for (MixerPart part : parts) {
      if (knows(part)) {
        double[] means = means(part);
        float[] before = start.get(part);
        float[] values = new float[means.length];
        for (int i = 0; i < values.length; i++) {
          values[i] =
              (float) (before == null ? means[i] : before[i] + (means[i] - before[i]) * step);
        }
        moved = moved.with(part, values);
      }
    }
    return moved;
  }

  private double[] means(MixerPart part) {
    double[] means = sums.get(part).clone();
    double[] weight = weights.get(part);
    for (int i = 0; i < means.length; i++) {
      means[i] /= weight[i];
      if (part.probabilities()) {
        means[i] = Logistic.stretch((float) means[i]);
      }
    }
    return means;
  }
}
