package io.bytezip.codec.mix;

import io.bytezip.modalities.Layout;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Starts for tests. */
public final class Starts {
  private Starts() {}

  /** Any numbers that are allowed, in some of the parts. */
  public static MixerStart random(Layout layout, boolean withPrior, SplittableRandom random) {
    Map<MixerPart, Integer> sizes = SegmentMixer.parts(layout.evidence(), withPrior);
    Map<MixerPart, float[]> parts = new EnumMap<>(MixerPart.class);
    sizes.forEach(
        (part, size) -> {
          if (random.nextInt(4) > 0) {
            int count = part == MixerPart.PRIMER ? random.nextInt(500) : size;
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
              values[i] =
                  switch (part) {
                    case RATES -> random.nextInt(3) == 0 ? random.nextFloat() : 0.002f;
                    case USES, PRIMER -> random.nextInt(256);
                    case WEIGHTS, LAST -> (random.nextFloat() - 0.5f) * random.nextInt(1, 128);
                    case HISTORIES, PROBABILITIES, RUNS, REFINEMENTS, HISTOGRAMS ->
                        (random.nextFloat() - 0.5f) * 24;
                  };
            }
            parts.put(part, values);
          }
        });
    return MixerStart.of(sizes, parts);
  }

  /** One for each layout. */
  public static MixerStarts all(boolean withPrior, long seed, Iterable<Layout> layouts) {
    SplittableRandom random = new SplittableRandom(seed);
    MixerStarts starts = MixerStarts.NONE;
    for (Layout layout : layouts) {
      for (int start = MixerOptions.LEARNED; start <= MixerOptions.LEARNED_FOR_TEXT; start++) {
        String kind = MixerStarts.kind(layout, start);
        starts = starts.with(kind, random(layout, withPrior, random));
      }
    }
    return starts;
  }
}
