package io.bytezip.codec;

import io.bytezip.modalities.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * A transformer's predictions of one segment: made when it is opened for the first time, played
 * back from then on, as float16. For one thread. Memory: 512 bytes a byte of the segment.
 */
final class RecordedOpener implements PredictorSource.Opener {
  private final PredictorSource.Opener source;
  private final List<short[]> steps = new ArrayList<>();
  private boolean recorded;

  RecordedOpener(PredictorSource.Opener source) {
    this.source = source;
  }

  @Override
  public ModelId id() {
    return source.id();
  }

  @Override
  public boolean reads(Layout layout) {
    return source.reads(layout);
  }

  @Override
  public long bytesPerLane() {
    return source.bytesPerLane();
  }

  @Override
  public Predictor open(Layout layout, int lanes) {
    Predictor first = recorded ? null : source.open(layout, lanes);
    recorded = true;
    int[] at = {0};
    return (active, previous, context, weights) -> {
      if (first != null) {
        first.step(active, previous, context, weights);
        short[] halves = new short[active * 256];
        for (int i = 0; i < halves.length; i++) {
          halves[i] = Float.floatToFloat16(weights[i]);
        }
        steps.add(halves);
      }
      short[] halves = steps.get(at[0]++);
      for (int i = 0; i < halves.length; i++) {
        weights[i] = Float.float16ToFloat(halves[i]);
      }
    };
  }
}
